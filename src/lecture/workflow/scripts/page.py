"""Write the lecture in a format."""

from lecture.build.joblog import keep_log
from lecture.files import write_bytes
from lecture.publishing.document import load
from lecture.publishing.errors import PublishingError
from lecture.publishing.writing import write

keep_log(snakemake.log[0])

folder = snakemake.input.document
try:
    page = write(
        load(folder), snakemake.params.format, ["notebooks", folder], cache=snakemake.params.cache, trusted=True
    )
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
write_bytes(snakemake.output[0], page if isinstance(page, bytes) else page.encode())
