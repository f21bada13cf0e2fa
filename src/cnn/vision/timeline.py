"""From the visual cortex to deep networks: years, people, steps and errors, as the literature has them."""

from collections.abc import Mapping

import numpy as np

from cnn.vision.literature import SECOND_IN_2012
from lecture.studies.measured import Measured

READS = {"literature": "file src/cnn/vision/literature.yaml"}


def measure(literature: Mapping) -> Measured:
    """Gather the milestones.

    Returns:
        Numbers: `milestones`, as they stand in the table; `year` and `error`, a share, by
        the key of the source; `years`, from the first milestone to the last; `errors_fell`, how many times fewer errors
        the last milestone makes than the first one on the same data; `second_in_2012`, a share.
        Arrays: `years` (N,) int, and `names`, `people`, `steps`, `data` (N,) texts, `errors` (N,) shares, NaN where
        nothing was measured, `networks` (N,) bool, whether the step was made in computing.
    """
    milestones = [row | {"error": row.get("error"), "data": row.get("data", "")} for row in literature["milestones"]]
    measured = [milestone for milestone in milestones if milestone["error"] is not None]
    last = measured[-1]
    first = next(milestone for milestone in measured if milestone["data"] == last["data"])
    columns = {"years": "year", "names": "name", "people": "people", "steps": "step", "data": "data"}
    return Measured(
        numbers={
            "milestones": milestones,
            "year": {milestone["source"]: milestone["year"] for milestone in milestones},
            "error": {milestone["source"]: milestone["error"] for milestone in measured},
            "years": milestones[-1]["year"] - milestones[0]["year"],
            "errors_fell": first["error"] / last["error"],
            "second_in_2012": SECOND_IN_2012.value,
        },
        arrays={
            **{name: np.array([milestone[key] for milestone in milestones]) for name, key in columns.items()},
            "errors": np.array([np.nan if m["error"] is None else m["error"] for m in milestones]),
            "networks": np.array([milestone["field"] == "networks" for milestone in milestones]),
        },
    )
