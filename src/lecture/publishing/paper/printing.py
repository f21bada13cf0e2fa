"""Let Typst set the PDF."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from lecture.keeping import digest, kept_bytes
from lecture.publishing import conversion
from lecture.publishing.errors import PublishingError

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts" / "ttf"
IMPORT = '#import "lecture.typ": *'  # the first line of document.typ
ABSENT = re.compile(r'the text `"(.+?)"` could not be displayed')
PLACE = re.compile(r"document\.typ:(\d+):(\d+)")
FORMULA = re.compile(
    r"#elsewhere\((?:numbering: .*?, )?cell: (?P<cell>\d+), block: (?:true|false), "
    r'alt: (?P<tex>"(?:\\.|[^"\\])*"), \$(?:\\.|[^\\$])*\$\)',
    re.DOTALL,
)
NAMED = 20  # letters
JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}  # nobody sees them
TEMPLATE = ("lecture.typ", "ends.typ", "code.tmTheme")


def placed(pictures: Mapping[str, str]) -> dict[str, str]:
    """The names of pictures beside the text that Typst sets, whatever their files are called.

    Args:
        pictures: the paths of pictures, by their sources.
    """
    return {
        source: f"picture-{number}{Path(path).suffix.lower()}"
        for number, (source, path) in enumerate(pictures.items(), 1)
    }


def to_pdf(source: str, pictures: Mapping[str, str], warn: Callable[[str], object] = print) -> bytes:
    """Set a Typst text as an accessible PDF (PDF/UA-1); equal texts give equal bytes.

    Args:
        source: the text, in Typst; it reads no files but `lecture.typ` and its pictures, by the names of `placed`.
        pictures: the paths of its pictures, by their sources.
        warn: called when no font has some of its letters, and when the text cannot be made accessible; the PDF is then
            an ordinary one.

    Returns:
        The PDF as bytes.

    Raises:
        PublishingError: Typst refuses the text.
    """
    with TemporaryDirectory() as work:
        folder = Path(work)
        for name in TEMPLATE:
            shutil.copyfile(HERE / name, folder / name)
        for path, name in zip(pictures.values(), placed(pictures).values(), strict=True):
            shutil.copyfile(path, folder / name)
        return _set(source, folder / "document.typ", warn)


def to_kept_pdf(
    source: str, pictures: Mapping[str, str], file: Path | None, warn: Callable[[str], object] = print
) -> bytes:
    """As `to_pdf`, from a file as long as it holds what was set of the same; it warns of the same, too.

    Args:
        source, pictures, warn: as in `to_pdf`.
        file: where it is kept; None keeps nothing.

    Raises:
        PublishingError: as in `to_pdf`.
    """
    read = [*(HERE / name for name in TEMPLATE), *sorted(FONTS.iterdir()), *pictures.values()]
    tool = [version("typst"), os.environ.get("SOURCE_DATE_EPOCH", "")]
    key = digest(conversion.code(), *tool, source, *(sha256(Path(path).read_bytes()).hexdigest() for path in read))

    def make() -> bytes:
        warnings: list[str] = []
        made = to_pdf(source, pictures, warnings.append)
        return json.dumps(warnings).encode() + b"\n" + made

    warnings, _, made = kept_bytes(file, key, make).partition(b"\n")
    for warning in json.loads(warnings):
        warn(warning)
    return made


def _set(source: str, document: Path, warn: Callable[[str], object]) -> bytes:
    """Set a text that lies beside all that it reads; as in `to_pdf`."""
    absent: set[str] = set()
    foreign = False  # whether fonts of this machine may help
    while True:
        document.write_text(replaced(source, absent), encoding="utf-8")
        try:
            made = compile_document(document, ["ua-1"], foreign)
            break
        except typst.TypstError as error:
            if "PDF/UA-1 error" not in error.diagnostic:
                formula = refused_formula(source, error.diagnostic)
                if formula is None:
                    raise refusal(error) from error
                tex = json.loads(formula["tex"])
                warn(f"cell {formula['cell']}: Typst refuses this formula, in the PDF it stays TeX: {tex}")
                source = f"{source[: formula.start()]}#raw({formula['tex']}){source[formula.end() :]}"
                continue
            missing = letters(error.diagnostic) - absent
            if not missing:
                warn(f"the PDF is an ordinary one, no PDF/UA-1: {error.message.removeprefix('PDF/UA-1 error: ')}")
                made = _ordinary(document, foreign)
                break
            absent |= missing if foreign else set()
            foreign = True
    if seen := sorted(absent - JOINERS):
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in seen[:NAMED])
        more = f" and {len(seen) - NAMED} more" if len(seen) > NAMED else ""
        warn(f"no font has these letters, in the PDF a box with its number stands for each: {named}{more}")
    return made


def _ordinary(document: Path, foreign: bool) -> bytes:
    """A PDF that keeps no standard.

    Raises:
        PublishingError: Typst refuses the text.
    """
    try:
        return compile_document(document, [], foreign)
    except typst.TypstError as error:
        raise refusal(error) from error


def refused_formula(source: str, diagnostic: str) -> re.Match | None:
    """The formula of a foreign notebook where Typst stopped."""
    place = PLACE.search(diagnostic)
    if place is None:
        return None
    line, column = int(place[1]), int(place[2])
    offset = sum(len(text) + 1 for text in source.split("\n")[: line - 1]) + column - 1
    return next((found for found in FORMULA.finditer(source) if found.start() <= offset < found.end()), None)


def letters(diagnostic: str) -> set[str]:
    """The letters that no font has, from what Typst says."""
    found: set[str] = set()
    for text in ABSENT.findall(diagnostic):
        found |= set(re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), text))
    return found


def replaced(source: str, absent: Iterable[str]) -> str:
    """A text in which a box with its number stands for each letter of some."""
    if not absent:
        return source
    letters = "".join(rf"\\u{{{ord(letter):X}}}" for letter in sorted(absent))
    return source.replace(IMPORT, f'{IMPORT}\n#show: absent-letters.with("[{letters}]")', 1)


def compile_document(document: Path, standards: Iterable[str], foreign: bool = False) -> bytes:
    """Set one file.

    Args:
        document: the file; it reads nothing outside its folder.
        standards: Typst's names of the standards that the PDF has to keep.
        foreign: whether letters that our fonts and Typst's have not may come from the fonts of this machine.

    Raises:
        typst.TypstError: Typst refuses the text, or it cannot keep a standard.
    """
    return typst.compile(
        str(document),
        root=str(document.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=not foreign,
        pdf_standards=[*standards],
        timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", 0)),
    )


def refusal(error: typst.TypstError) -> PublishingError:
    """Typst's complaint as ours."""
    return PublishingError(f"Typst refuses the text: {error.diagnostic}")
