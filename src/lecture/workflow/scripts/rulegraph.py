"""Ask Snakemake for the graph of this workflow's rules."""

import os
import subprocess
import sys

from lecture.build.joblog import keep_log
from lecture.files import write_text

keep_log(snakemake.log[0])

command = [sys.executable, "-m", "snakemake", "--rulegraph", "dot", "--forceall", "--nolock", "--quiet", "all"]
command += ["--configfile", *snakemake.params.configfiles] if snakemake.params.configfiles else []
# The order of the edges is that of a set, and a set's that of its hashes.
done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": "0"})
if done.returncode:
    raise SystemExit(f"{' '.join(command)}:\n{done.stderr}")
write_text(snakemake.output[0], done.stdout)
