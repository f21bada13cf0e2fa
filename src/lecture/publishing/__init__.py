"""Turn one notebook into a page, a PDF and slides.

`exporters` holds the three nbconvert exporters. They share one path:

1. `notebook` and `templates/` make one Markdown text of the notebook;
2. `conversion` hands it to pandoc with the Lua filters of `filters/`;
3. `page` closes the page or the slides into one offline file, `printing` lets Typst set the PDF.

A mistake in the text (an unknown reference, a figure without alternative text, ...) raises `PublishingError`,
and nothing is written.
"""

from lecture.publishing.errors import PublishingError

__all__ = ["PublishingError"]
