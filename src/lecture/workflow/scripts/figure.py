"""Draw a figure, or gather what a script of the page shows: the function gets arrays, or tables, by name."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments
from lecture.drawing import style
from lecture.drawing.contract import ContractError
from lecture.files import write_json

keep_log(snakemake.log[0])

draw = resolve_name(snakemake.params.draw)
data = arguments(snakemake.input, {})
if set(data) == {"arrays"}:
    arrays, own = data["arrays"], f"{snakemake.wildcards.name}."
    data = {key.removeprefix(own): arrays[key] for key in arrays if key.startswith(own) or "." not in key}
try:
    with style.lecture(snakemake.params.language):
        drawn = draw(**data)
except ContractError as mistake:
    raise SystemExit(f"figure {snakemake.wildcards.name}: {mistake}") from None
if isinstance(drawn, dict):
    write_json(snakemake.output[0], drawn)
else:
    style.save(drawn, snakemake.output[0])
