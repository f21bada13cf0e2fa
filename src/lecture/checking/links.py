"""Links to other sites, checked with a memory: that a site is down for a day is no news, for three weeks it is.

The memory is a JSON file: for each address that doesn't answer, the day on which that was noticed first. Needs nothing
but Python, so that no environment has to be made for it: `python -m lecture.checking.links MEMORY [FOLDER]`.
"""

import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PATIENCE = timedelta(weeks=3)
TEXTS = ("README.md", "CITATION.cff", "docs/*.md", "notebooks/*.md", "config/references.bib", "src/*/*/*.yaml")
# As an address stands in a text: it ends before what closes a link, a sentence or a TeX group. One with a
# variable in it is none.
ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\[\]…]++(?!\{)")
DOI = re.compile(r"^\s*doi\s*=\s*[{\"](10\.[^}\"]+)")  # in BibTeX: the page makes a link of it
NOWHERE = re.compile(r"//(localhost|127\.|\[|[\w.-]*\.?(example|invalid|test)(\.\w+)?([:/]|$)|…)")
# What a server says that is there and won't be read by a program: it is alive.
ALIVE = {401, 403, 405, 406, 418, 429, 999}
SECONDS = 20


def addresses(texts: Iterable[Path]) -> dict[str, str]:
    """All addresses of other sites in texts, with the first place, `file:line`, of each."""
    found = {}
    for text in texts:
        for number, line in enumerate(text.read_text(encoding="utf-8").splitlines(), 1):
            identifiers = [f"https://doi.org/{name}" for name in DOI.findall(line)]
            for address in [*identifiers, *map(_closed, ADDRESS.findall(line))]:
                if not NOWHERE.search(address):
                    found.setdefault(address.partition("#")[0], f"{text}:{number}")
    return found


def _closed(address: str) -> str:
    """An address without what belongs to the sentence around it; brackets of its own stay."""
    while address and (address[-1] in ".,;:!?»*_" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def fault(address: str) -> str | None:
    """Why an address doesn't answer; None if it does, be it that it wants no programs."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check of a lecture)"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            answer.read(1)
    except urllib.error.HTTPError as refusal:
        return None if refusal.code in ALIVE else f"answers {refusal.code} {refusal.reason}"
    except (OSError, ValueError) as mistake:
        return " ".join(str(getattr(mistake, "reason", mistake)).split()) or type(mistake).__name__
    return None


def check(
    found: Mapping[str, str],
    since: Mapping[str, str],
    today: date,
    ask: Callable[[str], str | None] = fault,
) -> tuple[dict[str, str], list[str], list[str]]:
    """Ask all addresses.

    Args:
        found: addresses with their places.
        since: the memory: the day, 2026-11-29, on which each was found dead.
        today: which is written into the memory.
        ask: why an address doesn't answer.

    Returns:
        The new memory; a line for each that is dead and was alive three weeks ago; a line for each that is dead for
        three weeks. If none answers at all, it is we who have no network: the memory stays, and nothing is dead.
    """
    with ThreadPoolExecutor(8) as pool:
        faults = dict(zip(found, pool.map(ask, found), strict=True))
    dead = {address: words for address, words in faults.items() if words}
    if found and len(dead) == len(found):
        return dict(since), [f"none of {len(found)} addresses answers: there is no network here"], []
    memory = {address: since.get(address, today.isoformat()) for address in dead}
    recent, gone = [], []
    for address, words in dead.items():
        first = date.fromisoformat(memory[address])
        line = f"{found[address]}: {address}: {words}, since {first.isoformat()}"
        (gone if today - first >= PATIENCE else recent).append(line)
    return memory, recent, gone


def main(memory: str, folder: str = ".") -> None:
    """Check the texts of a folder; exit 1 if something is dead for three weeks."""
    file, root = Path(memory), Path(folder)
    try:
        since = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        {address: date.fromisoformat(day) for address, day in since.items()}
    except (ValueError, TypeError, AttributeError) as mistake:
        print(f"{file}: no memory of links, begun anew: {mistake}", file=sys.stderr)
        since = {}
    texts = [path for pattern in TEXTS for path in sorted(root.glob(pattern))]
    found = addresses(texts)
    remembered, recent, gone = check(found, since, datetime.now(UTC).date())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(remembered, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(*recent, *gone, sep="\n")
    print(f"{len(found)} addresses: {len(recent)} dead for less than three weeks, {len(gone)} for longer")
    sys.exit(bool(gone))


if __name__ == "__main__":
    main(*sys.argv[1:])
