"""Where what a page shows comes from: of each figure and each number the code, the data, the settings and the runs."""

import re
from collections.abc import Mapping
from functools import lru_cache

import jinja2
from jinja2 import nodes

from lecture.build.source_code import location
from lecture.publishing.trees import marks
from lecture.text.numbers import environment

# What is marked as a whole, a formula, code, a number; and what no mark may stand in: headings, fences, attributes …
PIECES = re.compile(
    r"(?P<no>^\#.*?$|^:::.*?$|^```.*?^```$|\$\$.*?\$\$|(?<!!)\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\)|\[@[^\]\n]*\]"
    r"|\{[#.][^}\n]*\}|<[^>\n]*>|\{%.*?%\}|<%\#.*?\#%>)"
    r"|(?P<whole>\$[^$\n]*\$|`[^`\n]*`|\{\{.*?\}\})",
    re.DOTALL | re.MULTILINE,
)
EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
INSIDE = {"loop"}  # what a loop knows is no result

LONGEST = 120  # letters of a setting that can be read in a card
DIGITS = 16  # of a SHA-256, to be compared by eye; the manifest has all


def marked(text: str, names: list[str]) -> str:
    """A template in which the numbers of the results will stand between marks.

    Args:
        text: of a cell.
        names: of the numbers of its chapter so far, as they were written; new ones are added.
    """
    if "{{" not in text:
        return text
    try:
        loops = _loops(text)
    except jinja2.TemplateSyntaxError:
        return text  # whoever renders it says what is wrong

    def mark(piece: re.Match) -> str:
        found = [] if piece["no"] else [_name(expression, loops) for expression in EXPRESSION.findall(piece[0])]
        name = ", ".join(dict.fromkeys(filter(None, found)))
        if not name or (name not in names and len(names) >= marks.MOST):
            return piece[0]
        if name not in names:
            names.append(name)
        return marks.put(piece[0], names.index(name))

    return PIECES.sub(mark, text)


def told(makers: Mapping[str, Mapping], recipes: Mapping[str, Mapping]) -> dict:
    """What the cards of a page tell.

    Args:
        makers: of each study, figure and training, by its `key`: `rule`; `code`, the address of a function, or None;
            `inputs`, paths; `settings`; `seeds`; `recipes`, the files that tell how it was made.
        recipes: what these files hold.

    Returns:
        `made`: by key, `rule`, `code` (file, first and last line), `from` (keys, and files that nothing here made),
        `settings`, `seeds`, `runs` (places in the list of this name), each where there is something to tell; `data`:
        the first digits of the SHA-256 of files; `runs`: versions, device, threads, set of instructions.
    """
    made, data, runs = {}, {}, []
    for name, maker in sorted(makers.items()):
        own = [recipes[file] for file in maker["recipes"]]
        files = dict.fromkeys(maker["inputs"])
        for recipe in own:
            files |= recipe["inputs"]
        sources = {file: key(file) for file in files}
        data |= {file: (files[file] or "")[:DIGITS] for file, source in sources.items() if source not in makers}
        how = [_run(recipe) for recipe in own]
        runs += [run for place, run in enumerate(how) if run not in runs and run not in how[:place]]
        told_of = {
            "rule": maker["rule"],
            "code": list(location(maker["code"])) if maker["code"] else None,
            "from": sorted({source if source in makers else file for file, source in sources.items()} - {name}),
            "settings": {each: value for each, value in maker["settings"].items() if len(str(value)) <= LONGEST},
            "seeds": maker["seeds"] or sorted({recipe["seed"] for recipe in own if "seed" in recipe}),
            "runs": sorted({runs.index(run) for run in how}),
        }
        made[name] = {word: value for word, value in told_of.items() if value}
    return {"made": made, "data": {file: digest for file, digest in sorted(data.items()) if digest}, "runs": runs}


def key(path: str) -> str:
    """What a file belongs to: a study, `figures/NAME`, or a training without its seed, `training/a`."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    if folders[:1] != ["results"]:
        return f"{'/'.join(folders)}/{stem}" if folders else stem
    if len(folders) > 3:  # results/training/a/1/weights.safetensors
        return "/".join(folders[1:-1])
    return folders[2] if folders[1:2] == ["experiments"] else stem


def _run(recipe: Mapping) -> dict:
    kept = ("device", "threads", "architecture", "instructions", "versions")
    return {name: recipe[name] for name in kept if name in recipe}


@lru_cache(4096)  # for a lecture that is assembled again and again while its author edits
def _parsed(text: str) -> nodes.Template:
    return environment("en").parse(text)


def _loops(text: str) -> dict[str, str]:
    """What stands for the names that loops and assignments of a text bring, `{"row": "network_a.layers[]"}`."""
    found: dict[str, str] = {}
    for node in _parsed(text).find_all((nodes.For, nodes.Assign)):
        looped = isinstance(node, nodes.For)
        names = [_resolved(name, found) for name in _dotted(node.iter if looped else node.node)]
        name = next(filter(None, names), "")
        of = f"{name}[]" if name and looped else name
        targets = [node.target, *node.target.find_all(nodes.Name)]
        found |= {each.name: of for each in targets if isinstance(each, nodes.Name)}
    return found


def _name(expression: str, loops: Mapping[str, str]) -> str:
    """The numbers that an expression names, as the results call them; "" if it names none."""
    try:
        names = [_resolved(name, loops) for name in _dotted(_parsed(f"{{{{{expression}}}}}"))]
    except jinja2.TemplateSyntaxError:
        return ""
    return ", ".join(dict.fromkeys(filter(None, names)))


def _resolved(name: str, loops: Mapping[str, str]) -> str:
    first, dot, rest = name.partition(".")
    if first in loops:
        return f"{loops[first]}{dot}{rest}" if loops[first] else ""
    return name if dot and first not in INSIDE else ""


def _dotted(node: nodes.Node) -> list[str]:
    """The dotted names in a piece of a template, in the order of the text."""
    words, inner = [], node
    while isinstance(inner, nodes.Getattr | nodes.Getitem):
        if isinstance(inner, nodes.Getattr):
            words.append(inner.attr)
        elif isinstance(inner.arg, nodes.Const) and isinstance(inner.arg.value, str):
            words.append(inner.arg.value)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        return [".".join([inner.name, *reversed(words)])]
    return [name for child in node.iter_child_nodes() for name in _dotted(child)]
