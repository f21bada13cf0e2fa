"""Whether a chapter that was executed has left alone what only jobs write, by whatever means it wrote."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lecture.archive.journal import digest_of, status_of


class ChangedError(Exception):
    """A file is another one than before; the message names it."""


@contextmanager
def untouched(files: Iterable[str]) -> Iterator[None]:
    """Compare before and after: the files that a chapter reads, and all that is published.

    Nobody else writes these while a chapter is executed. Of all other results their digests tell, before anything is
    published.

    Raises:
        ChangedError: a file has other bytes, is gone or has come.
    """

    def there() -> dict[str, str]:
        paths = {*map(str, files), *(str(path) for path in Path("public").rglob("*") if path.is_file())}
        return {path: status_of(path) for path in sorted(paths) if Path(path).exists()}

    before = there()
    known = {path: digest_of(path) for path in before}
    yield
    after = there()
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path) and (path not in after or digest_of(path) != known.get(path)):
            raise ChangedError(f"a cell has changed {path}, which only jobs write; build again, and it is made again")
