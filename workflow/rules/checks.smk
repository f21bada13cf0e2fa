"""Checks of the data before any job starts: what is missing and can't be fetched, the digests of MNIST. Reads data/."""

wrong = []
for folder in dict.fromkeys(DATASETS.values()):
    if folder not in FETCHED:
        named = [name for name, network in config["networks"].items() if network.get("data") == folder]
        key = "data" if folder == config["data"] else f"networks.{named[0]}.data"
        place = f"data/{folder}/raw"
        missing = mnist.absent(place)
        wrong += [f"{key}: {missing}"] if missing else mnist.mistakes(place)
if wrong:
    raise WorkflowError("\n".join(wrong))

# A study that puts networks side by side gives each the labels of one data set.
for declaration in [*STUDIES.values(), *FIGURE_MODULES.values()]:
    read = [words.split() for words in declaration.arguments.values() if isinstance(words, str)]
    compared = {words[1] for words in read if words[0] in ("data", "described", "all", "first") and words[1:] > ["*"]}
    sets = {network: NETWORKS[network]["data"] for network in sorted(compared)}
    if len(set(sets.values())) > 1:
        told = ", ".join(f"networks.{network}.data is {folder}" for network, folder in sets.items())
        raise WorkflowError(
            f"{declaration.name} ({declaration.file}) puts networks side by side that learn from different data: {told}; "
            "give them one data set: `data:` at the top of the configuration is that of all networks"
        )

# A damaged file is set aside, which makes Snakemake fetch it when a job needs it.
for file, fault in MNIST.faults("data").items():
    if fault != "missing":
        path = Path(MNIST.folder("data"), file)
        logger.warning(f"{path}: {fault}: set aside as {path.name}.damaged, to be fetched when it is needed")
        path.replace(path.with_name(f"{path.name}.damaged"))
