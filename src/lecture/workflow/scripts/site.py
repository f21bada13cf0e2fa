"""Write the lecture as a site."""

from lecture.build.joblog import keep_log
from lecture.files import write_bytes
from lecture.files.bundle import packed
from lecture.publishing.document import load
from lecture.publishing.errors import PublishingError
from lecture.publishing.web import site

keep_log(snakemake.log[0])

folder = snakemake.input.document
try:
    files = site.write(load(folder), ["notebooks", folder], cache=snakemake.params.cache)
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
write_bytes(snakemake.output[0], packed(files, stored=True))
