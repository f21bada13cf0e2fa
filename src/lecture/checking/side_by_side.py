"""What moved, as a page to look at: the table of changes, and each figure that is another one beside the old one."""

import base64
import html
from collections.abc import Iterable
from pathlib import Path

from lecture.checking.comparison import Change, shown


def pairs(before: Path | None, after: Path) -> dict[str, tuple[bytes | None, bytes | None]]:
    """The figures that are not the same in two folders, old and new, by name; None where there is none.

    Args:
        before: a checkout with `figures/*.svg`; None if there are no old pictures.
        after: this checkout.
    """
    old, new = ({} if root is None else _figures(root) for root in (before, after))
    names = sorted(old.keys() | new.keys()) if before is not None else []
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _figures(root: Path) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in sorted((root / "figures").glob("*.svg"))}


def page(found: Iterable[Change], before: Path | None, after: Path, verdict: str) -> str:
    """One HTML file without scripts, which needs no other.

    Args:
        found: what moved.
        before, after: the folders, as in `pairs`.
        verdict: the one word for all.
    """
    rows = "\n".join(_row(change) for change in found)
    table = f"<table><tr><th>verdict<th>what<th>name<th>before<th>after<th>moved</tr>{rows}</table>" if rows else ""
    figures = pairs(before, after)
    parts = "\n".join(_figure(name, *pictures) for name, pictures in figures.items())
    if before is None:
        parts = "<p>There are no old pictures: compare with the folder of a checkout that was built.</p>"
    told = f"{len(figures)} figures are other pictures" if before is not None else "figures"
    return PAGE.format(verdict=html.escape(verdict), table=table, told=told, parts=parts)


def _row(change: Change) -> str:
    cells = (change.verdict, change.kind, change.name, shown(change.before), shown(change.after), change.moved)
    return "<tr>" + "".join(f"<td>{html.escape(str(cell))}" for cell in cells) + "</tr>"


def _figure(name: str, old: bytes | None, new: bytes | None) -> str:
    sides = "".join(
        f"<figure><figcaption>{word}</figcaption>{_picture(f'{name}, {word}', data)}</figure>"
        for word, data in (("old", old), ("new", new))
    )
    return f'<section id="{html.escape(name)}"><h2>{html.escape(name)}</h2><div class="pair">{sides}</div></section>'


def _picture(alternative: str, data: bytes | None) -> str:
    """As an image: what is in it can't run, and asks for nothing."""
    if data is None:
        return "<p>there is none</p>"
    encoded = base64.b64encode(data).decode()
    return f'<img alt="{html.escape(alternative)}" src="data:image/svg+xml;base64,{encoded}">'


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>What moved: {verdict}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 80rem; margin: 2rem auto; padding: 0 1.25rem; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ text-align: left; padding: .25rem .75rem; border-bottom: 1px solid #8888; }}
.pair {{ display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }}
figure {{ margin: 0; min-width: 0; }}
img {{ width: 100%; background: #fff; }}
@media (max-width: 45rem) {{ .pair {{ grid-template-columns: 1fr; }} }}
</style>
</head>
<body>
<main>
<h1>What moved: {verdict}</h1>
{table}
<h2>{told}</h2>
{parts}
</main>
</body>
</html>
"""
