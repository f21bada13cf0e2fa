"""Let Typst set the PDF."""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from lecture.publishing.errors import PublishingError

HERE = Path(__file__).parent
FONTS = HERE / "fonts" / "ttf"
TEMPLATE = ("lecture.typ", "code.tmTheme")


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
        warn: called when the text cannot be made accessible (a letter that no font has, for example);
            the PDF is then an ordinary one.

    Returns:
        The PDF as bytes.

    Raises:
        PublishingError: Typst refuses the text.
    """
    with TemporaryDirectory() as work:
        folder = Path(work)
        for name in TEMPLATE:
            shutil.copyfile(HERE / "typst" / name, folder / name)
        for path, name in zip(pictures.values(), placed(pictures).values(), strict=True):
            shutil.copyfile(path, folder / name)
        document = folder / "document.typ"
        document.write_text(source, encoding="utf-8")
        try:
            return compile_document(document, ["ua-1"])
        except typst.TypstError as error:
            if "PDF/UA-1 error" not in error.diagnostic:
                raise refusal(error) from error
            warn(f"the PDF is not accessible: {error.diagnostic}")
        try:
            return compile_document(document, [])
        except typst.TypstError as error:
            raise refusal(error) from error


def compile_document(document: Path, standards: Iterable[str]) -> bytes:
    """Set one file.

    Args:
        document: the file; it reads nothing outside its folder.
        standards: Typst's names of the standards that the PDF has to keep.

    Raises:
        typst.TypstError: Typst refuses the text, or it cannot keep a standard.
    """
    return typst.compile(
        str(document),
        root=str(document.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=[*standards],
        timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", 0)),
    )


def refusal(error: typst.TypstError) -> PublishingError:
    """Typst's complaint as ours."""
    return PublishingError(f"Typst refuses the text: {error.diagnostic}")
