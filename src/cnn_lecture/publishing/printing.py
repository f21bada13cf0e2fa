"""Let Typst set the PDF."""

import os
from pathlib import Path

import typst

from cnn_lecture.publishing.errors import PublishingError

FONTS = Path(__file__).parent / "fonts" / "ttf"


def to_pdf(source, work):
    """Set a Typst text as an accessible PDF (PDF/UA-1); equal texts give equal bytes.

    Args:
        source: the text, in Typst.
        work: a folder for the text.

    Returns:
        The PDF as bytes.

    Raises:
        PublishingError: Typst refuses the text.
    """
    document = Path(work, "lecture.typ")
    document.write_text(source, encoding="utf-8")
    try:
        return typst.compile(
            str(document),
            # Pictures and the template lie in different folders, and are named by absolute paths.
            root=document.anchor,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", 0)),
        )
    except typst.TypstError as error:
        raise PublishingError(f"Typst refuses the text: {error}") from error
