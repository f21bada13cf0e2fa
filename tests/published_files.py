"""What is published, taken out of archives and PDF streams, and what of the machine must not be in it."""

import io
import os
import platform
import pwd
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

# Absolute paths, as a build meets them; no part of an address.
ROOTS = re.compile(rb"(?<![\w.:/-])/(?:home|root|tmp|Users|var/tmp|private|workspace|build)/[\w.-]+")


def contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of a file and of all that is packed in it."""
    yield name, data
    if name.endswith((".zip", ".epub")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from contents(f"{name}/{member}", archive.read(member))
    elif name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(data))
        for number in range(1, int(reader.trailer["/Size"])):
            found = reader.get_object(IndirectObject(number, 0, reader))
            if isinstance(found, StreamObject):
                yield f"{name}, object {number}", found.get_data() if found.get("/Subtype") != "/Image" else b""
        if name == "lecture.pdf":  # of which the others are parts
            yield f"{name}, text", "\n".join(page.extract_text() for page in reader.pages).encode()


def traces(public: Path, folder: Path) -> list[str]:
    """Where published files name this machine, who uses it, or a path on it.

    Args:
        public: the folder of what is published.
        folder: of the checkout that was built.
    """
    user = pwd.getpwuid(os.getuid()).pw_name
    words = [str(folder), str(folder.resolve()), f"{Path.home()}/", f"/{user}/"]
    if len(platform.node()) > 6:  # a shorter one may be a word
        words.append(platform.node())
    found = []
    for file in sorted(path for path in public.rglob("*") if path.is_file()):
        for name, data in contents(str(file.relative_to(public)), file.read_bytes()):
            found += [f"{name}: {word}" for word in words if len(word) > 2 and word.encode() in data]
            found += [f"{name}: {place[0].decode()}" for place in ROOTS.finditer(data)]
    return found
