"""The rules of a lecture's workflow. A lecture's Snakefile includes all of them:

    from lecture.workflow import RULES

    include: RULES

Its own rule `all` asks for what is published: Snakemake takes no target from an included file. A lecture with stages
of its own includes the files that `lecture.smk` names one by one, and its own between them.
"""

from pathlib import Path

RULES = str(Path(__file__).with_name("lecture.smk"))
