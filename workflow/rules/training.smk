"""Training. Reads data/<folder>/raw/ and results/<dataset>.json. Writes results/training/<network>/<seed>/."""


rule train:
    """Train a network from one seed."""
    input:
        data=lambda wildcards: data(wildcards.network),
        numbers=lambda wildcards: f"results/{NETWORKS[wildcards.network]['data'].lower()}.json",
    output:
        weights="results/training/{network}/{seed}/weights.safetensors",
        history="results/training/{network}/{seed}/history.csv",
        recipe="results/training/{network}/{seed}/recipe.json",
        answers="results/training/{network}/{seed}/answers.npz",
    log:
        "results/logs/train_{network}_{seed}.log",
    priority: 2  # the long jobs first, so that what waits for them is not left for the end
    threads: fair_share
    resources:
        device="auto",
        checkpoint_seconds=20,
        # examples shown, for the estimate of the time that is left
        work=lambda wildcards: NETWORKS[wildcards.network]["epochs"] * training_examples(wildcards),
        mem_mb=3000,
    params:
        recipe=recipe,
        training_examples=training_examples,
        checkpoint="results/checkpoints/{network}-{seed}.pt",
        code=lambda wildcards: code("train.py", NETWORKS[wildcards.network]["build"]),
    script:
        "../scripts/train.py"
