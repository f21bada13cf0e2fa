"""The lecture: data → trained networks → studies → figures → executed notebooks → public/."""


include: "src/lecture/workflow/setting.smk"
include: "workflow/rules/networks.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/training.smk"
include: "src/lecture/workflow/studies.smk"
include: "src/lecture/workflow/figures.smk"
include: "src/lecture/workflow/notebooks.smk"
include: "src/lecture/workflow/publication.smk"
include: "workflow/rules/checks.smk"
include: "src/lecture/workflow/checks.smk"
include: "src/lecture/workflow/announcements.smk"


rule all:
    """Everything that is published."""
    default_target: True
    input:
        PUBLISHED,
        "public/manifest.json",
