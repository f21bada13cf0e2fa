"""The stations of the visual pathway and the fibres between them, as the literature has them."""

from collections.abc import Mapping

import numpy as np

from cnn.vision.literature import GANGLION_CELLS
from lecture.studies.measured import Measured

READS = {"literature": "file src/cnn/vision/literature.yaml"}


def measure(literature: Mapping) -> Measured:
    """Gather what the lecture says about areas and links.

    Returns:
        Numbers: `areas`, dictionaries with `name`, `role` and `sources` (keys of the bibliography); `bypasses`, how
        many links go past a station; `ganglion_cells` with `least` and `most`, in millions, and `source`.
        Arrays: `areas`, `roles` (N,) texts; `links` (M, 2) names; `kinds` (M,) "forward", "bypass" or "feedback".
    """
    areas, links = literature["areas"], literature["links"]
    return Measured(
        numbers={
            "areas": [area | {"role": area["role"].replace("\n", " ")} for area in areas],
            "bypasses": sum(link["kind"] == "bypass" for link in links),
            "ganglion_cells": {name: fact.value / 1e6 for name, fact in GANGLION_CELLS.items()}
            | {"source": GANGLION_CELLS["most"].source},
        },
        arrays={
            "areas": np.array([area["name"] for area in areas]),
            "roles": np.array([area["role"] for area in areas]),
            "links": np.array([(link["start"], link["end"]) for link in links]),
            "kinds": np.array([link["kind"] for link in links]),
        },
    )
