"""Numbers that the lecture takes from publications and cannot compute; tables of that kind are in `literature.yaml`.

The keys of the sources are those of `config/references.bib`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A number from a publication."""

    value: float
    source: str


# Fibres of one optic nerve: about a million; between persons from 0.7 to 1.5 million ganglion cells.
GANGLION_CELLS = {"least": Fact(0.7e6, "curcio1990"), "most": Fact(1.5e6, "curcio1990")}

# Linear magnification of the human V1 at the eccentricity E: M = scale / (E + offset), in millimetres a degree.
MAGNIFICATION = {"scale_mm": Fact(17.3, "horton1991"), "offset_deg": Fact(0.75, "horton1991")}

# Share of V1 that serves the circle around the gaze: on Holmes's map of the human V1, and in macaques.
CENTRAL_SHARE = {
    "radius_deg": Fact(15, "horton1991"),
    "classic": Fact(0.25, "horton1991"),
    "macaque": Fact(0.70, "horton1991"),
}

# Orientation tuning of cells of the macaque's V1: full width at half of the greatest response, median over cells.
TUNING_WIDTH_DEG = Fact(40, "devalois1982")

# Share of wrong answers, top-5, of the second best entry of 2012, which was no deep network.
SECOND_IN_2012 = Fact(0.262, "russakovsky2015")
