"""Let Typst set the PDF."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from lecture.publishing.errors import PublishingError

FONTS = Path(__file__).parent / "fonts" / "ttf"


def to_pdf(source: str, warn: Callable[[str], object] = print) -> bytes:
    """Set a Typst text as an accessible PDF (PDF/UA-1); equal texts give equal bytes.

    Args:
        source: the text, in Typst.
        warn: called when the text cannot be made accessible (a letter that no font has, for example);
            the PDF is then an ordinary one.

    Returns:
        The PDF as bytes.

    Raises:
        PublishingError: Typst refuses the text.
    """
    with TemporaryDirectory() as work:
        document = Path(work, "lecture.typ")
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


def compile_document(document: Path, standards: list[str]) -> bytes:
    """Set one file.

    Args:
        document: the file; pictures in it are named by absolute paths.
        standards: Typst's names of the standards that the PDF has to keep.

    Raises:
        typst.TypstError: Typst refuses the text, or it cannot keep a standard.
    """
    return typst.compile(
        str(document),
        # Pictures and the template lie in different folders, and are named by absolute paths.
        root=document.anchor,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", 0)),
    )


def refusal(error: typst.TypstError) -> PublishingError:
    """Typst's complaint as ours."""
    return PublishingError(f"Typst refuses the text: {error.diagnostic}")
