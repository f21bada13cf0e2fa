"""Put the networks of the lecture side by side."""

from pathlib import Path

from cnn_lecture.files import read_json, write_json
from cnn_lecture.joblog import keep_log
from cnn_lecture.measurements.comparison import side_by_side

keep_log(snakemake.log[0])

networks = {Path(file).stem.removeprefix("network_"): read_json(file) for file in snakemake.input}
write_json(snakemake.output[0], side_by_side(networks))
