"""Put the networks of the lecture side by side."""

from pathlib import Path

from cnn.learning.networks import side_by_side
from lecture.build.joblog import keep_log
from lecture.files import read_json, write_json

keep_log(snakemake.log[0])

networks = {Path(file).stem.removeprefix("network_"): read_json(file) for file in snakemake.input}
write_json(snakemake.output[0], side_by_side(networks))
