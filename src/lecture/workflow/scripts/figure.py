"""Draw a figure, or gather what a script of the page shows: the function gets arrays, or tables, by name."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments, of_figure
from lecture.drawing import style
from lecture.drawing.contract import ContractError

keep_log(snakemake.log[0])

draw = resolve_name(snakemake.params.draw)
data = of_figure(arguments(snakemake.input, {}), snakemake.wildcards.name)
try:
    style.draw_into(snakemake.output[0], draw, data, snakemake.params.language)
except ContractError as mistake:
    raise SystemExit(f"figure {snakemake.wildcards.name}: {mistake}") from None
