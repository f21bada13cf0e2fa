"""Notebooks. Reads the code cells of notebooks/*.md and the files that they name. Writes results/notebooks/*.ipynb."""

# Executed notebook: the text it is made of, and the parameters that differ from the text's own.
EXECUTIONS = {name: (name, config["notebooks"].get(name, {})) for name in CHAPTERS} | {
    f"training-report-{network}": (
        "training-report",
        {"network": network, "seed": seeds(network)[0]},
    )
    for network in NETWORKS
}


def files(wildcards):
    """The files that a notebook's code cells name; a folder of data stands for its files."""
    text, parameters = EXECUTIONS[wildcards.notebook]
    found = {mention.name for mention in NOTEBOOKS[text].files(parameters)}
    return sorted({file for name in found for file in (MNIST_FILES if name == MNIST_FOLDER else [name])})


rule notebook:
    """Execute the code cells of a notebook; `ancient`, since an edit of its prose executes nothing."""
    input:
        text=lambda wildcards: ancient(f"notebooks/{EXECUTIONS[wildcards.notebook][0]}.md"),
        files=files,
    output:
        "results/notebooks/{notebook}.ipynb",
    log:
        notebook="results/notebooks/failed/{notebook}.ipynb",
    params:
        parameters=lambda wildcards: EXECUTIONS[wildcards.notebook][1],
        code=lambda wildcards: NOTEBOOKS[EXECUTIONS[wildcards.notebook][0]].digest,
    wildcard_constraints:
        notebook="|".join(EXECUTIONS),
    resources:
        mem_mb=2500,
    script:
        "../scripts/execute_notebook.py"
