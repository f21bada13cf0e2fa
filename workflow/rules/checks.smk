"""Checks before any job starts: the names in the texts, the digests of the data. Reads data/ and the rules. Writes nothing."""

from cnn_lecture.chapters.checking import mistakes

if found := list(
    mistakes(
        chapters=[NOTEBOOKS[name] for name in CHAPTERS],
        executions=[(NOTEBOOKS[text], parameters) for text, parameters in EXECUTIONS.values()],
        figures=figure_modules(),
        claims=CLAIMS,
        terms=TERMS,
        is_made=lambda file: file == MNIST_FOLDER or any(rule.is_producer(file) for rule in workflow.rules),
    )
):
    raise WorkflowError("\n".join(map(str, found)))

for name, network in NETWORKS.items():
    folder = network["data"]
    missing = [file for file in data(name) if not Path(file).is_file()]
    if missing and folder not in ["MNIST", *FROM_TORCHVISION]:
        raise WorkflowError(
            f"networks.{name}.data: {missing[0]} is missing: put the four files of {folder} there, in MNIST's format and "
            f"under its names; or name one that can be fetched: MNIST, {', '.join(FROM_TORCHVISION)}"
        )

# A damaged file is set aside, which makes Snakemake fetch it when a job needs it.
for file, fault in MNIST.faults("data").items():
    if fault != "missing":
        path = Path(MNIST_FOLDER, file)
        logger.warning(f"{path}: {fault}: set aside as {path.name}.damaged, to be fetched when it is needed")
        path.replace(path.with_name(f"{path.name}.damaged"))
