"""Keeping what was dear to make, in a file, for as long as what it was made from stays the same."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from lecture.files import write_bytes, write_text

T = TypeVar("T")


def kept(file: str | Path | None, key: str, make: Callable[[], T]) -> T:
    """What `make` gives, from the file if it holds that already.

    The file begins with one digest of the key and of what is kept. So a file for another key, a damaged one and none
    are one case: the value is made, and the file written anew, whole or not at all.

    Args:
        file: where the value is kept, as JSON; None keeps nothing. A folder that cannot be written to keeps nothing.
        key: all that the value depends on.
        make: makes the value, which has to survive JSON; what it raises is raised, and nothing is kept.
    """
    if file is None:
        return make()
    with suppress(OSError, ValueError):
        head, _, body = Path(file).read_text(encoding="utf-8").partition("\n")
        if head == digest(key, body):
            return json.loads(body)
    value = make()
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        write_text(file, f"{digest(key, body)}\n{body}")
    return value


def kept_bytes(file: str | Path | None, key: str, make: Callable[[], bytes]) -> bytes:
    """As `kept`, of bytes: behind the digest they stand as they are."""
    if file is None:
        return make()
    with suppress(OSError):
        head, _, body = Path(file).read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == digest(key, hashlib.sha256(body).hexdigest()):
            return body
    value = make()
    with suppress(OSError):
        write_bytes(file, f"{digest(key, hashlib.sha256(value).hexdigest())}\n".encode() + value)
    return value


def digest(*texts: str) -> str:
    """SHA-256 of texts, in hexadecimal; where one ends and the next begins counts."""
    made = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
