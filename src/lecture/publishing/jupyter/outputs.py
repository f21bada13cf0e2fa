"""What of an output is shown: the representation that a file can hold, widgets as far as text goes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from lecture.publishing.jupyter.terminal import RESET

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")
# As JupyterLab orders them, but pictures stand before what only scripts could show.
PRIORITY = ("text/html", "text/markdown", "text/latex", *PICTURES)
WIDGET = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
# What scripts would show, by the beginning of its name: a key of the words `jupyter.kinds`.
KINDS = {
    "application/vnd.plotly": "plotly",
    "application/vnd.vega": "vega",
    "application/vnd.bokeh": "bokeh",
    "application/vnd.holoviews": "bokeh",
    "application/vnd.jupyter.widget": "widget",
    "application/geo+json": "map",
    "application/javascript": "script",
    "text/javascript": "script",
}
SCRIPTS = {"plotly": "plotly", "vegaembed": "vega", "bokeh": "bokeh"}  # by a word in their HTML
PLACEHOLDER = re.compile(r"^<(?:[\w.]+ object(?: at 0x[0-9a-fA-F]+)?|[\w.]+)>$")  # a text that says nothing
MOST = 1000  # lines of an output that a page holds …
LONGEST = 2000  # … and characters of a line
BAR = 20  # characters of a progress bar


def kind_of(data: Mapping) -> str:
    """What an output is that needs a script: a key of the words; "" if it needs none."""
    found = [kind for name in data for start, kind in KINDS.items() if name.startswith(start)]
    html = data.get("text/html", "").lower()
    found += [kind for name, kind in SCRIPTS.items() if "<script" in html and name in html]
    return next(iter(found), "page" if html else "")


def joined(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Outputs in which neighbouring pieces of the same stream are one."""
    result: list[NotebookNode] = []
    for output in outputs:
        before = result[-1] if result else None
        if before and output.output_type == before.output_type == "stream" and output.name == before.name:
            result[-1] = NotebookNode(before | {"text": before.text + output.text})
        else:
            result.append(output)
    return [output for output in result if output.output_type != "stream" or output.text.strip()]


def shortened(text: str, skipped: str, letters: str) -> str:
    """A text that a page can hold: where it is longer, its middle is left out, and a line says how much.

    Args:
        text: what a cell printed, as a terminal shows it.
        skipped: the line, `{lines}` in it stands for a number.
        letters: the same for the middle of a line, `{letters}`.
    """
    lines = [_short_line(line, letters) for line in text.split("\n")]
    if len(lines) > MOST:
        half = MOST // 2
        lines[half:-half] = [RESET + skipped.format(lines=len(lines) - 2 * half)]
    return "\n".join(lines)


def _short_line(line: str, letters: str) -> str:
    if len(line) <= LONGEST or len(strip_ansi(line)) <= LONGEST:
        return line
    half = LONGEST // 2
    line = strip_ansi(line)
    return f"{line[:half]} {letters.format(letters=len(line) - 2 * half)} {line[-half:]}"


def says_nothing(text: str) -> bool:
    """Whether a plain text only names an object: `<Figure>`, `<IPython.core.display.JSON object>`."""
    return not text.strip() or bool(PLACEHOLDER.match(text.strip()))


def pretty(data: object) -> str:
    """JSON as text."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def widget_text(metadata: Mapping, data: Mapping) -> str:
    """A widget as text, from the state that the notebook keeps; "" if it keeps none.

    Args:
        metadata: of the notebook.
        data: of the output.
    """
    state = metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    view = data.get(WIDGET, {})
    return "\n".join(_lines(state, view.get("model_id", ""), set())).rstrip() if isinstance(view, Mapping) else ""


def _lines(state: Mapping, model: str, above: set[str]) -> Iterator[str]:
    """The lines of a widget; boxes in a row make one line."""
    if model in above or not isinstance(state.get(model), Mapping):
        return
    name, values = state[model].get("model_name", ""), state[model].get("state", {})
    children = [
        list(_lines(state, str(child).removeprefix("IPY_MODEL_"), above | {model}))
        for child in values.get("children") or []
    ]
    description = _bare(values.get("description", ""))
    if name == "HBoxModel":
        yield " ".join(" ".join(lines) for lines in children if lines)
    elif children:
        for lines in children:
            yield from lines
    elif name.endswith("ProgressModel"):
        yield f"{description} {_bar(values)}".strip()
    elif name == "OutputModel":
        yield from (output.get("text", "").rstrip("\n") for output in values.get("outputs", []))
    elif (value := values.get("value")) is not None and name not in ("LayoutModel",):
        yield f"{description} {_bare(value)}".strip()
    elif description:
        yield f"[{description}]"


def _bar(values: Mapping) -> str:
    low, high, value = (values.get(key) or 0 for key in ("min", "max", "value"))
    done = round(BAR * min(1, max(0, (value - low) / (high - low)))) if high > low else 0
    return "█" * done + "░" * (BAR - done)


def _bare(value: object) -> str:
    """Text without tags."""
    return unescape(re.sub(r"<[^>]*>", "", value)).strip() if isinstance(value, str) else json.dumps(value)
