"""The lecture: data → trained networks → measurements → figures → executed notebooks → public/."""

from snakemake.utils import min_version

min_version("9.13")


configfile: "config/lecture.yaml"


include: "workflow/rules/setting.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/experiments.smk"
include: "workflow/rules/measurements.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/notebooks.smk"
include: "workflow/rules/publication.smk"
include: "workflow/rules/checks.smk"
include: "workflow/rules/announcements.smk"


rule all:
    """Everything that is published."""
    default_target: True
    input:
        PUBLISHED,
        "public/manifest.json",
