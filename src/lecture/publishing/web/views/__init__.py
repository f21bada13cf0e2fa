"""Figures that answer: a script for each view, `interactive="NAME"`, and what several of them need."""

import re
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
SHARED = ("layers", "live")  # scripts that several views need, in their order
NEEDS = dict.fromkeys(("attack", "growth", "network", "shift"), SHARED)  # of the views that need them
VIEWS = tuple(sorted(file.stem for file in HERE.glob("*.js") if file.stem not in SHARED))
ON_SLIDES = ("attack", "network", "shift")  # views that find room there


def named(html: str) -> tuple[str, ...]:
    """The views that the pictures of a chapter name."""
    return tuple(sorted(set(re.findall(r'<script type="application/json" data-view="(\w+)">', html))))


def scripts(views: Iterable[str]) -> list[str]:
    """The files here that show views, what several need first, without their ending."""
    found = set(views)
    needed = {name for view in found for name in NEEDS.get(view, ())}
    return [*(name for name in SHARED if name in needed), *sorted(found)]
