"""Draw a figure, or gather what a script of the page shows: the function gets its arrays, or the tables, by name."""

from pkgutil import resolve_name

import numpy as np

from lecture.drawing import style
from lecture.files import write_json
from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

draw = resolve_name(snakemake.params.draw)
data = dict(snakemake.input.items())
if "arrays" in data:
    arrays, own = np.load(data["arrays"]), f"{snakemake.wildcards.name}."
    arguments = {key.removeprefix(own): arrays[key] for key in arrays if key.startswith(own) or "." not in key}
else:
    import pandas as pd  # few figures need it, and it is slower to import than most are to draw

    arguments = {name: [pd.read_csv(file) for file in files] for name, files in data.items()}
drawn = draw(**arguments)
if isinstance(drawn, dict):
    write_json(snakemake.output[0], drawn)
else:
    style.save(drawn, snakemake.output[0])
