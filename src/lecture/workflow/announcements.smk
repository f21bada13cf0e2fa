"""Before and after the jobs: how the scheduler runs, what there is to do, what was built.

Reads the jobs to be run, workflow/bench/durations.json and results/logs/durations-<edition>.json. Writes the latter."""

import time

from lecture.build.joblog import duration

STARTED = time.monotonic()


onstart:
    gc.freeze()
    gc.enable()
    # Snakemake's limit of job starts per second wakes its scheduler once a second for each job that has ended, up to
    # hundreds of times a second; a fifth of a core is worth more than a limit that these few jobs never reach.
    workflow.scheduler.job_rate_limiter = None
    # And whenever a job has ended it would start a solver to choose the next: priorities are all that there is to weigh.
    workflow.scheduler._job_selector = workflow.scheduler.job_selector_greedy
    jobs = set(workflow.dag.needrun_jobs())
    if workflow.executor_plugin.common_settings.local_exec:
        warm.server(warm.modules(LECTURE.preload, warm.packages(jobs)), enough=False)
    logger.info(
        "",
        extra={
            "event": "work",
            "jobs": [
                {
                    "jobid": job.jobid,
                    "rule_name": job.rule.name,
                    "wildcards": job.wildcards_dict,
                    "threads": job.threads,
                    "work": job.resources.get("work", 1),
                    "after": [other.jobid for other in workflow.dag.dependencies[job] if other in jobs],
                }
                for job in jobs
            ],
            "durations": HERE / "workflow/bench/durations.json",
            "measured": f"results/logs/durations-{config['edition']}.json",
        },
    )


onsuccess:
    print(f"Done in {duration(time.monotonic() - STARTED)}.", file=sys.stderr)
    for page in PAGES:
        if (path := Path("public") / page).is_file():
            print(f"    {path}  {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    STORE.trim()
    print(f"    {STORE.folder}  {STORE.size() / 1e6:.1f} MB of results of all editions", file=sys.stderr)
    sys.stderr.flush()
