"""Before and after the jobs: how the scheduler runs, how long it will take, what was built. Reads the jobs to be run. Writes nothing."""

import time

STARTED = time.monotonic()


onstart:
    # Snakemake's limit of job starts per second wakes its scheduler once a second for each job that has ended, up to
    # hundreds of times a second; a fifth of a core is worth more than a limit that these few jobs never reach.
    workflow.scheduler.job_rate_limiter = None


onsuccess:
    print(f"Done in {time.monotonic() - STARTED:.0f} s.", file=sys.stderr)
    for page in PAGES:
        if (path := Path("public") / page).is_file():
            print(f"    {path}  {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    sys.stderr.flush()
