"""The stations of the visual pathway and the fibres between them, as the literature has them."""

import numpy as np

from cnn.vision.literature import AREAS, GANGLION_CELLS, LINKS
from lecture.studies.measured import Measured


def measure() -> Measured:
    """Gather what the lecture says about areas and links.

    Returns:
        Numbers: `areas`, dictionaries with `name`, `role` and `sources` (keys of the bibliography); `bypasses`, how
        many links go past a station; `ganglion_cells` with `least` and `most`, in millions, and `source`.
        Arrays: `areas`, `roles` (N,) texts; `links` (M, 2) names; `kinds` (M,) "forward", "bypass" or "feedback".
    """
    return Measured(
        numbers={
            "areas": [
                {"name": area.name, "role": area.role.replace("\n", " "), "sources": list(area.sources)}
                for area in AREAS
            ],
            "bypasses": sum(link.kind == "bypass" for link in LINKS),
            "ganglion_cells": {name: fact.value / 1e6 for name, fact in GANGLION_CELLS.items()}
            | {"source": GANGLION_CELLS["most"].source},
        },
        arrays={
            "areas": np.array([area.name for area in AREAS]),
            "roles": np.array([area.role for area in AREAS]),
            "links": np.array([(link.start, link.end) for link in LINKS]),
            "kinds": np.array([link.kind for link in LINKS]),
        },
    )
