"""A chapter as a notebook that stands alone: the prose of its tree as Jupyter's Markdown, its cells as they ran."""

import copy
import json
import re
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from mimetypes import guess_type

import nbformat
from nbformat import NotebookNode

from lecture.publishing import conversion
from lecture.publishing.errors import PublishingError
from lecture.publishing.trees import marks, tree
from lecture.publishing.trees.references import from_folder
from lecture.publishing.trees.tree import Element

WRITER = "commonmark+pipe_tables+tex_math_dollars"  # what Jupyter, VS Code and Colab show alike
BETWEEN = "between-two-cells"  # a paragraph where a code cell stood
PICTURE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\(attachment:([^)\s]+)")


def notebook(
    content: Mapping,
    executed: NotebookNode,
    picture: Callable[[str], bytes],
    words: Mapping,
    address: str = "",
    published: Collection[str] = (),
) -> NotebookNode:
    """A chapter whose prose needs nothing of the project: numbers, references and figures stand in it.

    Args:
        content: the chapter's tree, numbered, with its cells between the prose.
        executed: the notebook of its code cells, as papermill left it; it stays as it is.
        picture: gives the bytes of a picture by its source in the tree.
        words: of the lecture's language.
        address: of `public/` on the net, where references lead; "" leaves their words alone.
        published: the files there; links to them lead there, or to those that lie beside the notebook.

    Raises:
        PublishingError: a cell of the tree is none of those that were executed.
    """
    blocks, codes = [], []
    for block in _flat(copy.deepcopy(content["blocks"]), words):
        if isinstance(block, str):
            codes.append(block)
            block = {"t": "Para", "c": [{"t": "Str", "c": BETWEEN}]}
        blocks.append(block)
    sources: dict[str, str] = {}
    text = _markdown(content, tree.rewrite(blocks, _inlines(address, published, sources)))
    prose = [part.strip() for part in re.split(rf"^{BETWEEN}$", text, flags=re.MULTILINE)]
    made = copy.deepcopy(executed)
    made.cells = []
    runs = iter([cell for cell in executed.cells if cell.cell_type == "code"])
    for number, part in enumerate(prose):
        if number:
            made.cells += _run(runs, codes[number - 1])
        if part:
            made.cells.append(_told(part, {name: picture(sources[name]) for name in PICTURE.findall(part)}))
    made.cells += copy.deepcopy(list(runs))  # what is executed and never shown
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    made.nbformat, made.nbformat_minor = 4, 5
    return made


def _run(runs: Iterator[NotebookNode], code: str) -> list[NotebookNode]:
    """The executed cells up to the one that is shown here; the parameters in force stand behind their defaults."""
    passed = []
    for cell in runs:
        passed.append(copy.deepcopy(cell))
        tags = cell.metadata.get("tags", [])
        if cell.source == code or "injected-parameters" in tags:
            return passed
        if "parameters" in tags and code.split("=")[0] == cell.source.split("=")[0]:
            following = next(runs, None)
            return [*passed, copy.deepcopy(following)] if following is not None else passed
    raise PublishingError(f"no executed cell begins with {code.splitlines()[0]!r}; build the notebooks again")


def _told(text: str, pictures: Mapping[str, bytes]) -> NotebookNode:
    """A cell of prose that carries its pictures."""
    cell = nbformat.v4.new_markdown_cell(text)
    if pictures:
        cell["attachments"] = {name: {guess_type(name)[0]: b64encode(data).decode()} for name, data in pictures.items()}
    return cell


def _markdown(content: Mapping, blocks: list) -> str:
    source = json.dumps({**content, "meta": {}, "blocks": blocks})
    return marks.removed(conversion.pandoc(source, "json", WRITER)[0])


def _flat(blocks: list, words: Mapping) -> Iterator[Element | str]:
    """Blocks without fences around them, and the code of each cell in its place."""
    for block in blocks:
        match block:
            case {"t": "Div", "c": [[_, ["cell", *_], _], [{"c": [_, code]}, *_]]}:
                yield code
            case {"t": "Div", "c": [[_, classes, _] as attr, inner]}:
                if label := _label(attr, classes, words):
                    yield {"t": "Para", "c": [{"t": "Strong", "c": tree.text(label)}]}
                yield from _flat(inner, words)
            case {"t": "Header", "c": [level, attr, inner]}:
                number = tree.attribute(attr, "number")
                before = [{"t": "Str", "c": number}, {"t": "Space"}] if number else []
                yield {"t": "Header", "c": [level, ["", [], []], before + inner]}
            case {"t": "Figure", "c": [_, [_, caption], inner]}:
                yield from inner
                yield from caption
            case {"t": "Table", "c": [_, *rest]}:
                yield {"t": "Table", "c": [["", [], []], *rest]}
            case {"t": "CodeBlock", "c": [[_, classes, _], code]}:
                yield {"t": "CodeBlock", "c": [["", classes[:1], []], code]}
            case _:
                yield block


def _label(attr: list, classes: list[str], words: Mapping) -> str:
    """What stands above a fence on paper, since nothing opens in a notebook."""
    title, number = tree.attribute(attr, "title"), tree.attribute(attr, "number")
    kind = next((words[name] for name in ("exercise", "answer", "curious") if name in classes), "")
    named = " ".join(filter(None, (kind, number)))
    return f"{named}: {title}" if named and title else f"{named}." if named else title or ""


def _inlines(address: str, published: Collection[str], sources: dict[str, str]) -> Mapping[str, tree.Rule]:
    """What becomes of inlines that only the lecture's own formats can show; `sources` gets those of the pictures."""

    def link(element: Element) -> list[Element] | None:
        _, inner, (target, title) = element["c"]
        if not target.startswith("#"):
            if target.partition("#")[0] not in published:
                return None
            there = f"{address.rstrip('/')}/{target}" if address else from_folder(target, "notebooks", published)
            return [{"t": "Link", "c": [["", [], []], tree.rewrite(inner, rules), [there, title]]}]
        inner = tree.rewrite(inner, rules)
        if not address:
            return inner
        return [{"t": "Link", "c": [["", [], []], inner, [f"{address.rstrip('/')}/site/index.html{target}", title]]}]

    def span(element: Element) -> list[Element]:
        attr, inner = element["c"]
        number = tree.attribute(attr, "number")
        if number and "equation" in attr[1]:
            kind, formula = inner[0]["c"]
            inner = [{"t": "Math", "c": [kind, f"{formula.rstrip()} \\tag{{{number}}}"]}]
        return tree.rewrite(inner, rules)

    def image(element: Element) -> list[Element] | None:
        _, inner, (source, _) = element["c"]
        if source.startswith(("data:", "http:", "https:")):
            return None
        name = source.rpartition("/")[2].replace(" ", "-")
        if sources.get(name, source) != source:
            name = f"{len(sources)}-{name}"
        sources[name] = source
        return [{"t": "Image", "c": [["", [], []], inner, [f"attachment:{name}", ""]]}]

    rules = {
        "Link": link,
        "Span": span,
        "Image": image,
        "Cite": lambda element: tree.rewrite(element["c"][1], rules),
        "RawInline": lambda element: [],
        "RawBlock": lambda element: [],
    }
    return rules
