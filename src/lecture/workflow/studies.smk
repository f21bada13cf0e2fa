"""Studies. Reads what each study's READS names. Writes results/<study>.json (numbers) and .npz (arrays), and claims.

A measurement is one job; an experiment is one job a seed, results/experiments/<study>/<seed>.csv, and a summary.
"""

# Where nothing is built yet, everything will be imported: that is done while Snakemake plans. By now the lecture's own
# stages have said in which environment its jobs work.
if workflow.is_main_process and workflow.local_exec and not WHOLE.is_file() and STORE.is_empty():
    warm.server(warm.modules(LECTURE.preload, {*LECTURE.preload, *warm.ENGINE}))

# Studies of what all others come from; they have a rule of their own, since they wait for experiments, too.
ORIGINS = {name for name, study in STUDIES.items() if "recipes" in study.arguments.values()}

# Where the numbers come from: the recipes of the studies that chapters and claims name.
for name, study in STUDIES.items():
    if name in GROUPS and study.kind == EXPERIMENT:
        RECIPES += of_seeds(name, "json")
    elif name in GROUPS and name not in ORIGINS:
        RECIPES.append(f"results/recipes/{name}.json")
# Of this edition's run whose times the pages say, what is still timed with the same settings.
for name, study in STUDIES.items():
    section = EXPERIMENTS if study.kind == EXPERIMENT else config["measurements"]
    SETTINGS[name] = section.get(name, {}) | declarations.values(study, config, times.facts_of(RUN)) | CONDITIONS
ON_RECORD = times.recorded(RUN, SETTINGS)

VOCABULARY["recipes"] = lambda: RECIPES
VOCABULARY["rulegraph"] = lambda: "results/rulegraph.dot"


rule measurement:
    """Measure with the function `measure` of a study."""
    input:
        unpack(study_inputs),
    output:
        numbers="results/{study}.json",
        arrays="results/{study}.npz",
        recipe="results/recipes/{study}.json",
    log:
        "results/logs/measurement_{study}.log",
    wildcard_constraints:
        study=any_of(name for name, study in STUDIES.items() if study.kind == MEASUREMENT and name not in ORIGINS),
    resources:
        mem_mb=2500,
    params:
        settings=study_settings,
        readers=study_readers,
        module=lambda wildcards: STUDIES[wildcards.study].module,
        code=lambda wildcards: study_code(wildcards, "measurement.py", "measure"),
    script:
        "scripts/measurement.py"


use rule measurement as origin with:
    wildcard_constraints:
        study=any_of(ORIGINS),


rule experiment:
    """Run an experiment from one seed with its function `run`."""
    input:
        unpack(study_inputs),
    output:
        rows="results/experiments/{study}/{seed}.csv",
        recipe="results/experiments/{study}/{seed}.json",
    log:
        "results/logs/experiment_{study}_{seed}.log",
    wildcard_constraints:
        study=any_of(EXPERIMENTS),
    priority: 2
    threads: 1
    resources:
        device="auto",
        mem_mb=2500,
    params:
        settings=study_settings,
        readers=study_readers,
        made=LECTURE.arguments,
        module=lambda wildcards: STUDIES[wildcards.study].module,
        code=lambda wildcards: study_code(wildcards, "experiment.py", "run"),
    script:
        "scripts/experiment.py"


rule experiment_summary:
    """Summarise an experiment over its seeds with its function `summarise`."""
    input:
        lambda wildcards: of_seeds(wildcards.study, "csv"),
    output:
        numbers="results/{study}.json",
        arrays="results/{study}.npz",
    log:
        "results/logs/experiment_summary_{study}.log",
    wildcard_constraints:
        study=any_of(EXPERIMENTS),
    params:
        seeds=lambda wildcards: EXPERIMENTS[wildcards.study]["seeds"],
        module=lambda wildcards: STUDIES[wildcards.study].module,
        code=lambda wildcards: study_code(wildcards, "experiment_summary.py", "summarise"),
    script:
        "scripts/experiment_summary.py"


rule rulegraph:
    """Draw up the graph of these rules; an edit of any of them may change it."""
    output:
        "results/rulegraph.dot",
    log:
        "results/logs/rulegraph.log",
    params:
        configfiles=[os.path.relpath(file) for file in workflow.overwrite_configfiles],
        rules=RULES,
        on_record=sorted(ON_RECORD),  # what is there gets its times by rules of their own
        code=code("rulegraph.py"),
    script:
        "scripts/rulegraph.py"


rule numbers_on_record:
    """Put the times of the run on record into the numbers of a study."""
    input:
        numbers="results/{group}.json",
    output:
        "results/on_record/{group}.json",
    log:
        "results/logs/numbers_on_record_{group}.log",
    wildcard_constraints:
        group=any_of(ON_RECORD),
    params:
        function="lecture.studies.times:numbers_on_record",
        settings=lambda wildcards: {"group": wildcards.group, "kept": ON_RECORD[wildcards.group]["numbers"]},
        code=code("values.py", "lecture.studies.times:numbers_on_record"),
    script:
        "scripts/values.py"


rule arrays_on_record:
    """Put the times of the run on record into the arrays of a study."""
    input:
        arrays="results/{group}.npz",
    output:
        "results/on_record/{group}.npz",
    log:
        "results/logs/arrays_on_record_{group}.log",
    wildcard_constraints:
        group=any_of(ON_RECORD),
    params:
        function="lecture.studies.times:arrays_on_record",
        settings=lambda wildcards: {"group": wildcards.group, "kept": ON_RECORD[wildcards.group]["arrays"]},
        code=code("arrays.py", "lecture.studies.times:arrays_on_record"),
    script:
        "scripts/arrays.py"


rule own_times:
    """Gather this build's own times, and tell which of them are on record."""
    input:
        groups=expand("results/{group}.json", group=GROUPS),
    output:
        times.OWN,
    log:
        "results/logs/own_times.log",
    params:
        function="lecture.studies.times:own",
        settings={
            "names": GROUPS,
            "times": LECTURE.times,
            "run": RUN,
            "edition": config["edition"],
            "settings": {group: SETTINGS.get(group, {}) for group in GROUPS},
        },
        code=code("values.py", "lecture.studies.times:own"),
    script:
        "scripts/values.py"


rule numbers:
    """Gather all numbers that prose and claims may name."""
    input:
        groups=[on_record(group, "json") for group in GROUPS],
    output:
        "results/numbers.json",
    log:
        "results/logs/numbers.log",
    params:
        function="lecture.studies.numbers:gathered",
        settings={"names": GROUPS},
        code=code("values.py", "lecture.studies.numbers:gathered"),
    script:
        "scripts/values.py"


rule claims:
    """Hold every claim against its threshold."""
    input:
        numbers="results/numbers.json",
    output:
        "results/claims.json",
    log:
        "results/logs/claims.log",
    params:
        function="lecture.studies.claims:check",
        settings={
            "claims": {name: asdict(claim) for name, claim in STATED.items()},
            "thresholds": config["claims"],
        },
        code=code("values.py", "lecture.studies.claims:check"),
    script:
        "scripts/values.py"


rule own_claims:
    """Hold the claims about times against this build's own, which the pages don't say."""
    input:
        numbers="results/numbers.json",
        measured=times.OWN,
    output:
        "results/own_claims.json",
    log:
        "results/logs/own_claims.log",
    params:
        function="lecture.studies.times:own_claims",
        settings={
            "claims": {name: asdict(claim) for name, claim in STATED.items()},
            "thresholds": config["claims"],
            "times": LECTURE.times,
        },
        code=code("values.py", "lecture.studies.times:own_claims"),
    script:
        "scripts/values.py"
