"""Mistakes of typography in texts, by the rules of their language (`lecture.words.typography`)."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

WORD = "\N{WHITE SQUARE}"  # stands for code, a formula, a number filled in: what is no prose but stands in it
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^`\n]*\n.*?^(?P=fence)[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
AROUND = 20  # letters beside a mistake, for a message
PLACE = re.compile(r"\{\w*\}")  # filled in by Python
HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
HIDDEN = re.compile(
    r"<!--.*?-->|\{%.*?%\}|(?<=\])\([^)\s]*\)|\{[#.:=\w][^{}]*\}"
    r"|^:{3,}.*$|\[\^[\w-]+\]:?|<[\w/][^>\n]*>|^ *\|?[-:| ]+\|$",
    re.MULTILINE | re.DOTALL,
)
SHOWN = re.compile(
    r"``.*?``|`[^`]*`|\$\$.*?\$\$|\$(?=\S)(?:\\.|[^$\\])*?(?<=\S)\$|\{\{.*?\}\}|https?://\S+|@[\w:-]+\w", re.DOTALL
)


@dataclass(frozen=True)
class Mistake:
    """A mistake of typography: the line, from 1, what is wrong, and the place."""

    line: int
    what: str
    place: str


def prose(markdown: str) -> str:
    """A chapter's prose, line by line where it is: nothing is left of attributes, comments and code that stands alone;
    a square stands for code and formulas inside a sentence.
    """

    def lines(found: re.Match, mark: str = "") -> str:
        return mark + "\n" * found[0].count("\n")

    text = FENCE.sub(lines, HEADER.sub(lines, markdown))
    text = SHOWN.sub(lambda found: lines(found, WORD), text)
    return HIDDEN.sub(lines, text)


def values(source: str, without: Iterable[str] = ()) -> str:
    """The texts of a YAML file, each in the line where it begins.

    Args:
        source: the file.
        without: keys whose values are no texts.
    """
    lines = [""] * (source.count("\n") + 1)

    def look(node: yaml.Node) -> None:
        if isinstance(node, yaml.ScalarNode):
            text = PLACE.sub(WORD, SHOWN.sub(WORD, " ".join(node.value.split("\n"))))
            lines[node.start_mark.line] += f"\t{text}" if lines[node.start_mark.line] else text
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value not in without:
                    look(value)
        else:
            for inner in node.value:
                look(inner)

    look(yaml.compose(source, Loader=yaml.CSafeLoader))
    return "\n".join(lines)


def strings(source: str, letters: str) -> str:
    """The texts in a module of Python, each in the line where it begins; parts of an f-string are texts of their own.

    Args:
        source: the module.
        letters: a regular expression; what it doesn't find is no text, and docstrings are none.
    """
    lines = [""] * (source.count("\n") + 1)
    module = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            if not re.search(letters, node.value):
                continue
            text = " ".join(PLACE.sub(WORD, SHOWN.sub(WORD, node.value)).split("\n"))
            lines[node.lineno - 1] += f"\t{text}"
    return "\n".join(lines)


def mistakes(text: str, rules: Mapping[str, str], words: Mapping[str, str]) -> Iterator[Mistake]:
    """The mistakes of a text, in its order.

    Args:
        text: prose, as `prose` or `values` gives it.
        rules: what is wrong, by a regular expression that finds it in a line.
        words: words that are written otherwise, as `with_letter` gives them: the right form by the wrong one.
    """
    for number, line in enumerate(text.splitlines(), 1):
        found = [(each, what) for what, pattern in rules.items() for each in re.finditer(pattern, line)]
        for each in re.finditer(r"\w+", line):
            if right := words.get(each[0].casefold()):
                found.append((each, f"{each[0]} is written {right}"))
        for each, what in sorted(found, key=lambda pair: pair[0].start()):
            yield Mistake(number, what, line[max(0, each.start() - AROUND) : each.end() + AROUND])


def with_letter(texts: Iterable[str], letter: str, plain: str, either: Iterable[str]) -> dict[str, str]:
    """Words that some text writes with a letter which others may have left plain: the right form by the wrong one.

    Args:
        texts: all prose.
        letter, plain: the letter, and the one that stands for it where somebody is lazy.
        either: plain words that are words, too.
    """
    right = {word for text in texts for word in re.findall(r"\w+", text.casefold()) if letter in word}
    return {word.replace(letter, plain): word for word in right if word.replace(letter, plain) not in set(either)}
