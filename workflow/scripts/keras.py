"""Give Keras the weights of network B and compare the answers of both on the test set."""

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from cnn_lecture.data.mnist import load
from cnn_lecture.files import write_json
from cnn_lecture.joblog import keep_log
from cnn_lecture.measurements.keras import measure

keep_log(snakemake.log[0])

numbers = measure(
    load_file(snakemake.input.weights[0]),
    images=load(Path(snakemake.input.data[0]).parent).test_images,
    log_probabilities=np.load(snakemake.input.answers[0])["trained"],
)
write_json(snakemake.output[0], numbers)
