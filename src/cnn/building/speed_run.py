"""The run whose times the pages say: when and where it was, for the reader."""

from collections.abc import Mapping

from lecture.studies.measured import Measured
from lecture.words.dates import day_in_words

READS = {"run": "run"}


def measure(*, run: Mapping) -> Measured:
    """Tell of a run on record (`lecture.studies.times`).

    Args:
        run: its `date`, `machine` and `versions`; {} if this edition has none.

    Returns:
        Numbers: `where`, words that go on with «измерено»: day, processor, version of PyTorch; of an edition that has
        no run on record, that it was this build.
    """
    if not run:
        return Measured({"where": "на той машине, которая собрала это издание"})
    machine = f"{run['machine']['processor']}, {run['machine']['instructions']}"
    day = day_in_words(run["date"], "ru")
    return Measured({"where": f"{day} на одной машине ({machine}, PyTorch {run['versions']['torch']})"})
