"""Figures. Reads what each figure's READS names. Writes figures/<name>.svg, and for some figures/<name>.json."""


rule figure:
    """Draw a figure with its module's function `draw`."""
    input:
        unpack(lambda wildcards: figure_inputs(FIGURE_MODULES[wildcards.name])),
    output:
        "figures/{name}.svg",
    log:
        "results/logs/figure_{name}.log",
    wildcard_constraints:
        name=any_of(FIGURE_MODULES),
    params:
        draw=lambda wildcards: f"{FIGURE_MODULES[wildcards.name].module}:draw",
        language=LECTURE.language,
        code=lambda wildcards: code("figure.py", f"{FIGURE_MODULES[wildcards.name].module}:draw"),
    script:
        "scripts/figure.py"


use rule figure as interactive with:
    output:
        "figures/{name}.json",
    log:
        "results/logs/interactive_{name}.log",
    params:
        draw=lambda wildcards: f"{FIGURE_MODULES[wildcards.name].module}:interactive",
        language=LECTURE.language,
        code=lambda wildcards: code("figure.py", f"{FIGURE_MODULES[wildcards.name].module}:interactive"),
