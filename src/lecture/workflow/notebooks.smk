"""Notebooks. Reads the code cells of notebooks/*.md and the files that they name. Writes results/notebooks/*.ipynb."""


rule notebook:
    """Execute the code cells of a notebook; `ancient`, since an edit of its prose executes nothing."""
    input:
        text=lambda wildcards: ancient(f"notebooks/{EXECUTIONS[wildcards.notebook][0]}.md"),
        files=files,
    output:
        "results/notebooks/{notebook}.ipynb",
    log:
        "results/logs/notebook_{notebook}.log",
    wildcard_constraints:
        notebook=any_of(EXECUTIONS),
    priority: 1  # before measurements and figures: the longest must not be left for the end
    resources:
        mem_mb=2500,
        cell_seconds=int(config["cell_seconds"]),
    params:
        facts=FACTS,
        parameters=lambda wildcards: EXECUTIONS[wildcards.notebook][1],
        code=lambda wildcards: conditioned(NOTEBOOKS[EXECUTIONS[wildcards.notebook][0]].code),
    script:
        "scripts/execute_notebook.py"
