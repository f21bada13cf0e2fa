"""What jobs that write pages prepare first; the process whose forks they are imports it, and has it for all of them."""

from nbformat.validator import get_validator

from lecture import words
from lecture.publishing import conversion
from lecture.publishing.writing import FORMATS, frames

get_validator(4, 5)
conversion.code()
for language in words.known():
    words.table(language)
for format_ in FORMATS.values():
    frames(format_.frame.endswith(".html")).get_template(format_.frame)
frames(True).get_template("web/html/site.html")
