"""From the visual cortex to deep networks: years, people, steps and errors, as the literature has them."""

from dataclasses import asdict

import numpy as np

from cnn.vision.literature import MILESTONES, SECOND_IN_2012
from lecture.studies.measured import Measured


def measure() -> Measured:
    """Gather the milestones.

    Returns:
        Numbers: `milestones`, dictionaries with the fields of `literature.Milestone`; `year` and `error`, a share, by
        the key of the source; `years`, from the first milestone to the last; `errors_fell`, how many times fewer errors
        the last milestone makes than the first one on the same data; `second_in_2012`, a share.
        Arrays: `years` (N,) int, and `names`, `people`, `steps`, `data` (N,) texts, `errors` (N,) shares, NaN where
        nothing was measured, `networks` (N,) bool, whether the step was made in computing.
    """
    measured = [milestone for milestone in MILESTONES if milestone.error is not None]
    last = measured[-1]
    first = next(milestone for milestone in measured if milestone.data == last.data)
    return Measured(
        numbers={
            "milestones": [asdict(milestone) for milestone in MILESTONES],
            "year": {milestone.source: milestone.year for milestone in MILESTONES},
            "error": {milestone.source: milestone.error for milestone in measured},
            "years": MILESTONES[-1].year - MILESTONES[0].year,
            "errors_fell": first.error / last.error,
            "second_in_2012": SECOND_IN_2012.value,
        },
        arrays={
            "years": np.array([milestone.year for milestone in MILESTONES]),
            "names": np.array([milestone.name for milestone in MILESTONES]),
            "people": np.array([milestone.people for milestone in MILESTONES]),
            "steps": np.array([milestone.step for milestone in MILESTONES]),
            "data": np.array([milestone.data for milestone in MILESTONES]),
            "errors": np.array([np.nan if m.error is None else m.error for m in MILESTONES]),
            "networks": np.array([milestone.field == "networks" for milestone in MILESTONES]),
        },
    )
