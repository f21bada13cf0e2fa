"""Nothing twice: results are kept by what decided them, packed into one file, and taken from there."""

from pathlib import Path

# Which results with recipes were not made here; pages and the manifest tell.
ELSEWHERE = Path("results/fetched.json")

# By these variables the command `lecture` asks a dry run of Snakemake: how the results in a folder fit, which is
# answered there, or which results are there, which is answered in a file.
FITTING, PACKING = "LECTURE_FITTING", "LECTURE_PACKING"
# By this one it asks how a build would make everything, which is answered in a file.
DESCRIBING = "LECTURE_DESCRIBING"
ANSWER = "fitting.json"

# How the build that goes on makes everything: the manifest tells it.
JOBS = Path(".snakemake/jobs.json")

FOLLOWS = "made from results that don't fit"
