"""pandoc's tree of a text, as its JSON has it: `{"t": "Para", "c": [{"t": "Str", "c": "word"}]}`."""

from collections.abc import Callable, Iterable, Iterator, Mapping

Element = dict
Rule = Callable[[Element], list[Element] | None]

TEXTS = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}


def rewrite(content: list, rules: Mapping[str, Rule]) -> list:
    """A list of elements after one walk, from the top down, in the order of the text.

    Args:
        content: blocks, inlines, or the content `c` of an element; it is changed.
        rules: by the name of an element, a function that is handed each of its kind. It may change the element and
            give None, and the walk goes on inside; or give the elements that stand in its place, and it doesn't.
    """
    result = []
    for item in content:
        if isinstance(item, list):
            result.append(rewrite(item, rules))
            continue
        if isinstance(item, dict):
            rule = rules.get(item.get("t"))
            made = rule(item) if rule else None
            if made is not None:
                result.extend(made)
                continue
            inner = item.get("c")
            if isinstance(inner, list):
                item["c"] = rewrite(inner, rules)
        result.append(item)
    return result


def find(content: list, kind: str) -> list[Element]:
    """The elements of a kind, in the order of the text; not those inside one another."""
    return list(_found(content, kind))


def _found(content: list, kind: str) -> Iterator[Element]:
    for item in content:
        if isinstance(item, list):
            yield from _found(item, kind)
        elif isinstance(item, dict):
            if item.get("t") == kind:
                yield item
            elif isinstance(inner := item.get("c"), list):
                yield from _found(inner, kind)


def plain(content: list) -> str:
    """The words of inlines or blocks, without footnotes."""
    return "".join(_words(item) for item in content)


def _words(item: object) -> str:
    match item:
        case {"t": "Str", "c": text} | {"t": "Code" | "Math", "c": [_, text]}:
            return text
        case {"t": "Quoted", "c": [{"t": kind}, inner]}:
            left, right = "‘’" if kind == "SingleQuote" else "“”"
            return left + plain(inner) + right
        case {"t": "Cite", "c": [_, inner]}:
            return plain(inner)
        case {"t": "Note" | "RawInline" | "RawBlock"}:
            return ""
        case {"t": kind} if kind in TEXTS:
            return TEXTS[kind]
        case {"c": list(inner)} | list(inner):
            return plain(inner)
    return ""


def attribute(attr: list, name: str) -> str | None:
    """The value of an attribute, from `[identifier, classes, [[name, value], …]]`."""
    return next((value for key, value in attr[2] if key == name), None)


def without(attr: list, name: str) -> None:
    """Take an attribute away."""
    attr[2] = [pair for pair in attr[2] if pair[0] != name]


def without_typst(content: object) -> object:
    """Content without the attributes `typst:…`, whose values pandoc hands to Typst as code."""
    match content:
        case [str(identifier), list(classes), list(pairs)] if all(isinstance(pair, list) for pair in pairs):
            return [identifier, classes, [pair for pair in pairs if not str(pair[0]).startswith("typst")]]
        case list():
            return [without_typst(item) for item in content]
        case dict():
            return {key: without_typst(value) for key, value in content.items()}
    return content


def text(words: str) -> list[Element]:
    """A text as inlines."""
    inlines: list[Element] = []
    for word in words.split(" "):
        inlines += [{"t": "Space"}, {"t": "Str", "c": word}]
    return inlines[1:]


def span(content: list, identifier: str = "", classes: Iterable[str] = (), **attributes: str) -> Element:
    return {"t": "Span", "c": [[identifier, [*classes], [[*pair] for pair in attributes.items()]], content]}


def link(content: list, target: str, *classes: str) -> Element:
    return {"t": "Link", "c": [["", [*classes], []], content, [target, ""]]}
