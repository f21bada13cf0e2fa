"""Ask Snakemake for the graph of this workflow's rules, and lay it out."""

import subprocess
import sys

from lecture.files import write_arrays, write_json
from lecture.build.joblog import keep_log
from cnn.building.workflow_graph import measure

keep_log(snakemake.log[0])

command = [sys.executable, "-m", "snakemake", "--rulegraph", "dot", "--forceall", "--nolock", "--quiet", "all"]
command += ["--configfile", *snakemake.params.configfiles] if snakemake.params.configfiles else []
done = subprocess.run(command, capture_output=True, text=True)
if done.returncode:
    raise SystemExit(f"{' '.join(command)}:\n{done.stderr}")
found = measure(done.stdout)
write_json(snakemake.output.numbers, found.numbers)
write_arrays(snakemake.output.arrays, **found.arrays)
