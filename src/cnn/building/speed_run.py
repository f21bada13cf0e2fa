"""The run whose times the pages say: when and where it was, for the reader."""

from collections.abc import Mapping

from lecture.studies.measured import Measured
from lecture.words.dates import day_in_words

READS = {"record": "file results/times.json", "edition": "config edition"}


def measure(record: Mapping, edition: str) -> Measured:
    """Read the record of times (`lecture.studies.times`).

    Args:
        record: a run for each edition that has one.
        edition: which size of the lecture this is.

    Returns:
        Numbers: `where`, words that go on with «измерено»: day, processor, version of PyTorch; of an edition that has
        no run on record, that it was this build.
    """
    run = record.get(edition)
    if run is None:
        return Measured({"where": "на той машине, которая собрала это издание"})
    machine = f"{run['machine']['processor']}, {run['machine']['instructions']}"
    day = day_in_words(run["date"], "ru")
    return Measured({"where": f"{day} на одной машине ({machine}, PyTorch {run['versions']['torch']})"})
