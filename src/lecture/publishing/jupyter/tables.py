"""Long tables of outputs: folded on a page, without their middle where nothing folds."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from lecture.publishing.jupyter.outputs import MOST

FOLDED = 60  # rows, from here a page folds a table: pandas shows so many without being told to
# In other formats: so many rows are shown whole, of more these are the first and the last.
CUT = {"pdf": (60, 40, 8), "epub": (60, 40, 8), "slides": (20, 12, 3)}


@dataclass(frozen=True)
class Placed:
    """A cell of a table: its row and column, counted from 0, and how many of each it fills."""

    tag: Tag
    row: int
    column: int
    rows: int
    columns: int


def short(html: str, format_: str, words: Mapping[str, str]) -> tuple[str, int]:
    """(HTML whose tables a reader can look over, the rows of the longest one that no format has whole, or 0)

    Args:
        html: of an output, cleaned.
        format_: what it becomes.
        words: `table`, the line of a folded one, and `rows`, that of rows left out; `{rows}` stands for a number.
    """
    if "<tr" not in html:
        return html, 0
    soup, lost = BeautifulSoup(html, "html.parser"), 0
    for table in soup.find_all("table"):
        if table.find_parent(["table", "li"]):
            continue
        rows = [
            row
            for row in table.find_all("tr")
            if row.find_parent("table") is table and row.find_parent(["thead", "tfoot"]) is None
        ]
        if format_ in CUT:
            whole, first, last = CUT[format_]
        else:
            whole, first, last = MOST, MOST // 2, MOST // 2
        if len(rows) > whole:
            _cut(rows, first, last, words["rows"], soup)
        if len(rows) > MOST:
            lost = max(lost, len(rows))
        if format_ not in CUT and len(rows) > FOLDED:
            fold, summary = soup.new_tag("div"), soup.new_tag("div")
            fold["class"], summary["class"] = "details", "summary"
            summary.string = words["table"].format(rows=len(rows))
            table.replace_with(fold)
            fold.extend([summary, table])
    return str(soup), lost


def _cut(rows: list[Tag], first: int, last: int, said: str, soup: BeautifulSoup) -> None:
    """Leave the first and the last rows of some; one between them says how many are missing."""
    start = len(rows) - last
    cells = [*placed(rows)]
    for cell in cells:
        end = cell.row + cell.rows
        if cell.row < first < end:
            cell.tag["rowspan"] = str(first - cell.row)
        if cell.row < start < end:  # it goes on behind what is left out
            again = copy(cell.tag)
            again["rowspan"] = str(end - start)
            behind = [other.tag for other in cells if other.row == start and other.column > cell.column]
            if behind:
                behind[0].insert_before(again)
            else:
                rows[start].append(again)
    width = max((cell.column + cell.columns for cell in cells), default=1)
    line, told = soup.new_tag("tr"), soup.new_tag("td", attrs={"colspan": str(width), "style": "text-align: center"})
    told.string = said.format(rows=start - first)
    line.append(told)
    rows[first].insert_before(line)
    for row in rows[first:start]:
        row.decompose()


def placed(rows: list[Tag]) -> Iterator[Placed]:
    """The cells of rows, with the columns where they stand."""
    taken: dict[int, int] = {}  # column: the row where it is free again
    for number, row in enumerate(rows):
        column = 0
        for tag in row.find_all(["td", "th"], recursive=False):
            while taken.get(column, 0) > number:
                column += 1
            down, wide = (_count(tag.get(name)) for name in ("rowspan", "colspan"))
            down = min(down, len(rows) - number)
            yield Placed(tag, number, column, down, wide)
            taken |= dict.fromkeys(range(column, column + wide), number + down)
            column += wide


def _count(said: object) -> int:
    text = str(said or "1")
    return min(max(1, int(text)), 1000) if text.isdecimal() else 1
