"""Turn one notebook into a page, a PDF, slides and a book for e-readers.

`exporters` holds the nbconvert exporters. They share one path:

1. `notebook` and `templates/` make a Markdown text of each chapter;
2. `document` parses the texts, numbers them (`numbering`) and makes links of references (`references`);
3. `writing` writes the document in a format, chapter by chapter, with the Lua filters of `filters/`;
4. `page` closes the page or the slides into one offline file, `printing` lets Typst set the PDF, `book` packs the EPUB.

A mistake in the text (an unknown reference, a figure without alternative text, ...) raises `PublishingError`,
and nothing is written.
"""

from lecture.publishing.errors import PublishingError

__all__ = ["PublishingError"]
