"""Jupyter's Markdown as HTML: CommonMark, GitHub's tables, strikethrough, task lists and bare addresses, footnotes."""

import re
from collections.abc import Callable
from functools import cache

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.footnote import footnote_plugin

from lecture.publishing.jupyter.highlighting import highlighted

TASK = re.compile(r"\[([ xX])\][ \u00a0]")
INFO = re.compile(r"\{?\.?([\w+#-]*)")
EXTENDED = ("table", "strikethrough", "linkify")


def html(text: str, piece: str) -> str:
    """The HTML of a text; HTML in it is still as it was.

    Args:
        text: Markdown.
        piece: a name that no other text has: footnotes carry it.
    """
    return reader().render(text, {"piece": piece})


@cache
def reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(EXTENDED).use(footnote_plugin, inline=False)
    made.linkify.set({"fuzzy_link": False})  # `torch.nn` is no address …
    made.linkify.add("www.", {"validate": www, "normalize": with_scheme})  # … but this is one, as GitHub has it
    made.core.ruler.after("inline", "tasks", tasks)
    rules: dict[str, Callable] = {
        "footnote_ref": lambda self, tokens, index, options, env: (
            f'<span data-footnote="{env["piece"]}-{tokens[index].meta["id"]}"></span>'
        ),
        "footnote_open": lambda self, tokens, index, options, env: (
            f'<div data-footnote="{env["piece"]}-{tokens[index].meta["id"]}">'
        ),
        "footnote_close": lambda *_: "</div>\n",
        "footnote_block_open": lambda *_: "",
        "footnote_block_close": lambda *_: "",
        "footnote_anchor": lambda *_: "",
        "fence": fence,
    }
    for name, rule in rules.items():
        made.add_render_rule(name, rule)
    return made


def www(linkify: LinkifyIt, text: str, position: int) -> int:
    """How many letters behind a `www.` belong to its address."""
    whole = "http://www."
    length = linkify.test_schema_at(whole + text[position:], "http:", len("http:"))
    return max(0, length - len("//www."))


def with_scheme(linkify: LinkifyIt, match: Match) -> None:
    match.url = f"http://{match.url}"


def tasks(state: StateCore) -> None:
    """`- [ ] task` gets a box, as pandoc has it."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) == (
            "list_item_open",
            "paragraph_open",
            "inline",
        ) and inline.children:
            first = inline.children[0]
            if first.type == "text" and (mark := TASK.match(first.content)):
                first.content = ("☐ " if mark[1] == " " else "☒ ") + first.content[mark.end() :]


def fence(self: object, tokens: list, index: int, options: object, env: dict) -> str:
    """A fence, whose language is a plain word: ```{python} and ```{.python .numberLines} are python, too."""
    token = tokens[index]
    token.info = highlighted(INFO.match(token.info.strip())[1])
    return MarkdownIt("commonmark").renderer.fence(tokens, index, options, env)
