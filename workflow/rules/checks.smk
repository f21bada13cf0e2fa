"""Checks of the data before any job starts: what is missing and can't be fetched, what a set of one's own has too little
of, the digests of MNIST. Reads data/.
"""

from cnn.data import sizes


def needs(folder):
    """What the studies behind this edition need of a data set."""
    for name in sorted(makers().keys() & STUDIES.keys()):
        study = STUDIES[name]
        words = [words.split() for words in study.arguments.values() if isinstance(words, str)]
        read = {NETWORKS[word[1]]["data"] if word[1:] else config["data"] for word in words if word[0] == "data"}
        section = "experiments" if study.kind == EXPERIMENT else "measurements"
        asked = declarations.needed(study, study_settings(SimpleNamespace(study=name)))
        for word, (amount, names) in asked.items():
            if word not in sizes.WORDS:
                raise study.error(f"NEEDS: there is no word {word!r}; known: {', '.join(sizes.WORDS)}")
            if folder in read:
                # a setting of its own, or one that READS takes from elsewhere: "config PATH"
                elsewhere = {each: study.arguments[each].split()[1] for each in names if each in study.arguments}
                keys = [elsewhere.get(each, f"{section}.{name}.{each}") for each in names]
                yield sizes.Need(f"the {study.kind} {name}", word, amount, keys)


wrong = []
for folder in dict.fromkeys(DATASETS.values()):
    if folder not in FETCHED:
        named = [name for name, network in config["networks"].items() if network.get("data") == folder]
        key = "data" if folder == config["data"] else f"networks.{named[0]}.data"
        place = f"data/{folder}/raw"
        missing = mnist.absent(place)
        faults = [f"{key}: {missing}"] if missing else mnist.mistakes(place)
        try:
            wrong += faults or [*sizes.alike(place), *sizes.lacking(place, needs(folder), PLACES.of)]
        except DeclarationError as mistake:
            wrong.append(str(mistake))
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
