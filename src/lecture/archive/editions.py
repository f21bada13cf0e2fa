"""Editions of a lecture beside the current one: `public/editions/NAME/`, and an index page that says what each is.

The usual places always show the current edition. One that is kept is a copy of what was published, with `edition.json`:
what it is, and the SHA-256 of its files. `editions.json` lists all, so that another machine can bring them along from
where they are published. A publication writes the list and the page anew: what they say of the current edition is what
stands at the usual places. Of a folder that doesn't tell what it holds, damaged or of another engine, the page says so.
"""

import hashlib
import html
import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import jsonschema

from lecture import words
from lecture.build.exchange import renew
from lecture.files import FaultyFileError, read_json, to_json

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
ENTRY, LIST, INDEX = "edition.json", "editions/editions.json", "editions/index.html"
SHOWN = {"whole": "index.html", "site": "site/index.html", "pdf": "lecture.pdf", "slides": "slides.html"}
SHOWN |= {"epub": "lecture.epub", "notebooks": "notebooks.zip"}
# Of a list of editions, as JSON Schema has it.
FACTS = {
    **{key: {"type": "string"} for key in ("size", "title", "lang", "sentence", "version", "date", "commit")},
    **{key: {"type": "integer"} for key in ("claims", "refuted")},
    "data": {"type": "array", "items": {"type": "string"}},
    "files": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
}
EDITION = {"type": "object", "required": list(FACTS), "properties": FACTS}
SHAPE = {
    "type": "object",
    "required": ["editions"],
    "properties": {"editions": {"type": "object", "additionalProperties": EDITION}},
}


class EditionError(ValueError):
    """An edition can't be kept; the message is one line."""


def describe(root: Path) -> dict:
    """What the published edition is: `size`, `title`, `lang`, `sentence`, `data`, `version`, `date`, `commit`, how many
    `claims` and `refuted` ones it has, and `files`, their SHA-256 by path below `public/`.

    Raises:
        EditionError: nothing is published, or it isn't what the manifest says.
    """
    try:
        manifest, page = read_json(root / "public/manifest.json"), read_json(root / "results/lecture.ipynb")["metadata"]
    except (FileNotFoundError, FaultyFileError) as missing:
        raise EditionError(f"{missing}: build the lecture first") from None
    files = {}
    for path, digest in manifest["published"].items():
        file = root / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise EditionError(f"{path} is not what the manifest says; build the lecture again")
        files[path.removeprefix("public/")] = digest
    return _facts(manifest, page) | {"files": files}


def _facts(manifest: Mapping, page: Mapping) -> dict:
    """What an edition is, as `describe` has it.

    Args:
        manifest: of what is published.
        page: what the executed lecture says of itself.
    """
    claims = page["claims"].values()
    return {
        "size": page["size"],
        "title": page["title"],
        "lang": page["lang"],
        "sentence": page.get("edition", ""),
        "data": sorted({path.split("/")[1] for path in manifest["inputs"] if path.startswith("data/")}),
        **{key: page.get(key, "") for key in ("version", "date", "commit")},
        "claims": len(claims),
        "refuted": sum(not claim["holds"] for claim in claims),
        "files": {path.removeprefix("public/"): digest for path, digest in manifest["published"].items()},
    }


def of_publication(public: Path, manifest: Mapping, page: Mapping) -> dict[str, bytes]:
    """The list and the page of editions that belong to a publication, by path; none where no edition is kept.

    Args:
        public: the folder, as it is before.
        manifest, page: of what is about to be published, as in `_facts`.
    """
    entries, untold = kept(public), nameless(public)
    return _listing(entries, untold, _facts(manifest, page)) if entries or untold else {}


def _listing(entries: Mapping[str, Mapping], untold: Iterable[str], current: Mapping | None) -> dict[str, bytes]:
    listed = to_json({"current": current, "editions": dict(sorted(entries.items()))})
    return {LIST: listed.encode(), INDEX: index(entries, current, untold).encode()}


def keep(root: Path, name: str) -> dict:
    """Keep what is published as the edition of this name, in one step, in place of one that had the name.

    Returns:
        What it is, as `describe` has it.

    Raises:
        EditionError: the name can't be that of a folder, or as in `describe`.
        OSError: the disk is full; nothing has changed.
    """
    if not NAME.fullmatch(name):
        raise EditionError(f"{name!r} is no name of an edition: small Latin letters, digits, dots and dashes")
    if name in (INDEX.rpartition("/")[2], LIST.rpartition("/")[2]):
        raise EditionError(f"{name!r} is a file beside the editions; take another name")
    entry, public = describe(root), root / "public"
    content = {f"editions/{name}/{path}": (public / path).read_bytes() for path in entry["files"]}
    content[f"editions/{name}/manifest.json"] = (public / "manifest.json").read_bytes()
    content[f"editions/{name}/{ENTRY}"] = to_json(entry).encode()
    _renew(public, content, {name: entry}, entry)
    return entry


def bring(public: Path, name: str, entry: Mapping, content: Mapping[str, bytes]) -> None:
    """Put an edition from elsewhere beside the others.

    Args:
        public: the folder.
        name, entry: of the edition, as `editions.json` has them.
        content: its files by path.

    Raises:
        EditionError: a file is missing or another one, or a name leaves the folder.
    """
    for path, digest in entry["files"].items():
        if path not in content or hashlib.sha256(content[path]).hexdigest() != digest:
            raise EditionError(f"editions/{name}/{path} is missing or another file than its list says")
    if not NAME.fullmatch(name) or any(Path(path).is_absolute() or ".." in Path(path).parts for path in content):
        raise EditionError(f"{name!r}: a file of this edition would lie elsewhere")
    files = {f"editions/{name}/{path}": data for path, data in content.items()}
    _renew(public, files | {f"editions/{name}/{ENTRY}": to_json(entry).encode()}, {name: entry}, None)


def refresh(root: Path) -> int:
    """Write the index anew, with what is published now as the current edition; the number of those beside it.

    Raises:
        EditionError: as in `describe`.
    """
    current = describe(root)
    _renew(root / "public", {}, {}, current)
    return len(kept(root / "public"))


def fetch(site: str, public: Path) -> Iterator[str]:
    """Bring along the editions that are published elsewhere and aren't here; a line for each.

    Args:
        site: the address of the published lecture. Where it has no editions, there is nothing to bring.
        public: the folder.

    Raises:
        EditionError: the list is none or cut off, or as in `bring`.
        OSError: a file can't be had.
    """
    if not site.startswith(("http://", "https://")):
        raise EditionError(f"{site}: give an address that begins with http:// or https://")
    try:
        listed = _listed(_read(f"{site}/{LIST}"), f"{site}/{LIST}")
    except urllib.error.HTTPError as answer:
        if answer.code != 404:
            raise
        listed = {}
    for name, entry in sorted(listed.items()):
        if name in kept(public):
            yield f"{name}: is here"
            continue
        if not NAME.fullmatch(name):
            raise EditionError(f"{name!r}: a file of this edition would lie elsewhere")
        paths = [*entry["files"], "manifest.json"]
        bring(public, name, entry, {path: _read(f"{site}/editions/{name}/{quote(path)}") for path in paths})
        yield f"{name}: {len(paths)} files"
    yield f"{len(listed)} editions at {site}"


def _listed(data: bytes, address: str) -> dict[str, dict]:
    """The editions of a list from elsewhere, whose entries have all that `describe` writes."""
    try:
        listed = json.loads(data)
        jsonschema.validate(listed, SHAPE)
    except (ValueError, jsonschema.ValidationError) as mistake:
        reason = getattr(mistake, "message", mistake)
        raise EditionError(f"{address}: it is no list of editions: {str(reason)[:120]}") from None
    return listed["editions"]


def _read(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read()
    except http.client.HTTPException as mistake:  # cut off, or no HTTP
        raise EditionError(f"{address}: {mistake!r}") from None
    except urllib.error.HTTPError as answer:
        answer.msg = f"{answer.msg}: {address}"
        raise
    except urllib.error.URLError as mistake:
        raise EditionError(f"{address}: {getattr(mistake.reason, 'strerror', None) or mistake.reason}") from None
    except ValueError as mistake:  # no address
        raise EditionError(f"{address}: {mistake}") from None


def kept(public: Path) -> dict[str, dict]:
    """The editions that are kept, by name, and tell what they are."""
    return {name: entry for name, entry in _told(public) if entry is not None}


def nameless(public: Path) -> list[str]:
    """The folders beside the current edition that don't tell what they hold: damaged, or of another engine."""
    return [name for name, entry in _told(public) if entry is None]


def _told(public: Path) -> Iterator[tuple[str, dict | None]]:
    for folder in sorted((public / "editions").glob("*/")):
        if folder.is_symlink():
            continue
        try:
            entry = read_json(folder / ENTRY)
            jsonschema.validate(entry, EDITION)
            yield folder.name, entry
        except (OSError, FaultyFileError, jsonschema.ValidationError):
            yield folder.name, None


def _renew(public: Path, content: dict[str, bytes], new: Mapping[str, dict], current: Mapping | None) -> None:
    entries = kept(public) | dict(new)
    content |= _listing(entries, set(nameless(public)) - entries.keys(), current or _listed_as_current(public))
    folders = [public / "editions" / name for name in new]
    before = {str(file.relative_to(public)) for folder in folders for file in folder.rglob("*") if file.is_file()}
    renew(public, content, before - content.keys())


def _listed_as_current(public: Path) -> dict | None:
    """The current edition, as the list has it; None without a list that tells it."""
    try:
        current = read_json(public / LIST)["current"]
        jsonschema.validate(current, EDITION)
    except (OSError, FaultyFileError, KeyError, TypeError, jsonschema.ValidationError):
        return None
    return current


def index(entries: Mapping[str, Mapping], current: Mapping | None, untold: Iterable[str] = ()) -> str:
    """The page that says what each edition is, and leads to it: one file, no scripts, light and dark.

    Args:
        entries: of the editions that are kept, by name.
        current: the entry of the one at the usual places; None where that isn't known.
        untold: names of folders that don't tell what they hold.
    """
    newest = current or next(iter(entries.values()))
    tags = [entry["lang"] for entry in (newest, *entries.values())]
    tag = next((tag for tag in tags if tag.partition("-")[0].lower() in words.known()), "en")
    own = words.table(tag)
    said = own["editions"]
    parts = [_part(said["current"], current, "..", own)] if current else []
    for name, entry in sorted(entries.items()):
        same = current is not None and entry["files"] == current["files"]
        parts.append(_part(name, entry, name, own, said["same"] if same else ""))
    parts += [
        f"<section><h2>{html.escape(name)}</h2><p>{html.escape(said['untold'])}</p></section>"
        for name in sorted(untold)
    ]
    title = html.escape(f"{newest['title']}: {said['heading'].lower()}")
    return PAGE.format(lang=tag, title=title, note=said["note"], parts="\n".join(parts))


def _part(name: str, entry: Mapping, folder: str, own: Mapping, remark: str = "") -> str:
    said, escape = own["editions"], html.escape
    facts = [
        (said["size"], said["sizes"].get(entry["size"], entry["size"])),
        (said["data"], ", ".join(entry["data"])),
        (own["version"], ", ".join(filter(None, [entry["version"], entry["date"]]))),
        (own["commit"].capitalize(), entry["commit"]),
        (
            own["headings"]["claims"],
            said["claims"].format(holds=entry["claims"] - entry["refuted"], all=entry["claims"]),
        ),
    ]
    rows = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts if value)
    links = " · ".join(
        f'<a href="{folder}/{path}">{escape(own["downloads"][key])}</a>'
        for key, path in SHOWN.items()
        if path in entry["files"]
    )
    sentence = "".join(f"<p>{escape(text)}</p>" for text in (entry["sentence"], remark) if text)
    first = "index.html" if "index.html" in entry["files"] else next(iter(entry["files"]), "")
    return (
        f'<section><h2><a href="{folder}/{first}">{escape(name)}</a></h2>'
        f"{sentence}<dl>{rows}</dl><p>{links}</p></section>"
    )


PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1.0625rem/1.5 "IBM Plex Sans", system-ui, sans-serif; }}
body {{ max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }}
section {{ border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); margin-top: 2rem; }}
h2 {{ margin-bottom: .5rem; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }}
dt {{ opacity: .75; }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{note}</p>
{parts}
</main>
</body>
</html>
"""
