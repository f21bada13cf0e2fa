"""Before and after the jobs: how the scheduler runs, how long it will take, what was built. Reads the jobs to be run. Writes nothing."""

import subprocess
import time

from cnn.learning.progress import duration

STARTED = time.monotonic()

MANY = 20  # jobs, from here it is worth some seconds to tell how long they will take
EXPERIMENT = 8  # starts of PyTorch: as long as one seed of an experiment takes in the mean of the lecture's


def expected_seconds(jobs):
    """The length of a build: trainings at the speed measured now, the rest in starts of PyTorch."""
    trainings = [job for job in jobs if job.rule.name == "train"]
    settings = {job.wildcards.network: NETWORKS[job.wildcards.network] | {"threads": job.threads} for job in trainings}
    command = [sys.executable, "-P", str(HERE / "workflow/scripts/speed.py"), json.dumps(settings)]
    speed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    busy = sum(
        job.threads
        * NETWORKS[job.wildcards.network]["epochs"]
        * config["training_examples"]
        / speed["examples_per_second"][job.wildcards.network]
        for job in trainings
    )
    starts = sum(EXPERIMENT if job.rule.name == "experiment" else 1 for job in jobs)
    return (busy + starts * speed["start"]) / workflow.cores


onstart:
    # Snakemake's limit of job starts per second wakes its scheduler once a second for each job that has ended, up to
    # hundreds of times a second; a fifth of a core is worth more than a limit that these few jobs never reach.
    workflow.scheduler.job_rate_limiter = None
    jobs = list(workflow.dag.needrun_jobs())
    if len(jobs) >= MANY and any(job.rule.name == "train" for job in jobs) and workflow.cores:
        print(
            f"{len(jobs)} jobs, about {duration(expected_seconds(jobs))} on {workflow.cores} cores of this machine",
            file=sys.stderr,
            flush=True,
        )


onsuccess:
    print(f"Done in {duration(time.monotonic() - STARTED)}.", file=sys.stderr)
    for page in PAGES:
        if (path := Path("public") / page).is_file():
            print(f"    {path}  {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    sys.stderr.flush()
