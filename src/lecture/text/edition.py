"""The lecture as a whole: its title page, its edition, the verdict over its claims."""

from collections.abc import Mapping

import jinja2

from lecture.text.execution import KERNEL
from lecture.text.numbers import environment
from lecture.text.reading import ChapterError


def metadata(page: Mapping, edition: str, numbers: Mapping, claims: Mapping[str, Mapping]) -> dict:
    """The metadata of the lecture's notebook: what title page, banner and marks of claims show.

    Args:
        page: what the lecture says of itself, `lecture.build.description.Description.page`.
        edition: its size; if `page` has a sentence for it, names of numbers in it are filled in.
        numbers: the results as a tree.
        claims: the checked claims by identifier.

    Raises:
        ChapterError: the sentence names a number that there isn't, or doesn't parse.
    """
    found = {"title": page["title"], "subtitle": page["subtitle"], "lang": page["language"], "claims": dict(claims)}
    if page["authors"]:
        found["authors"] = [{"name": name} for name in page["authors"]]
    found |= {"kernelspec": KERNEL, "dialect": "lecture"}
    if edition in page["editions"]:
        try:
            found["edition"] = environment(page["language"]).from_string(page["editions"][edition]).render(numbers)
        except (jinja2.TemplateError, TypeError, ValueError, KeyError) as mistake:
            raise ChapterError(f"{page['file']}: editions.{edition}: {mistake}") from None
    return found


def refuted(claims: Mapping[str, Mapping]) -> str:
    """What the results refute, a line each; empty if every claim holds."""
    return "\n".join(
        f"claim {name!r} is refuted: measured {claim['measured']:.6g}, threshold {claim['threshold']}"
        for name, claim in claims.items()
        if not claim["holds"]
    )
