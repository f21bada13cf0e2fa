"""Count a network's parameters and errors, over its seeds."""

from pkgutil import resolve_name

import numpy as np
import pandas as pd

from cnn.data.mnist import load_files
from cnn.learning.network import summary
from lecture.build.joblog import keep_log
from lecture.files import read_json, write_json

keep_log(snakemake.log[0])

answers = [np.load(file) for file in snakemake.input.answers]
numbers = summary(
    resolve_name(snakemake.params.build)(),
    histories=[pd.read_csv(file) for file in snakemake.input.histories],
    recipes=[read_json(file) for file in snakemake.input.recipes],
    untrained=[each["untrained"] for each in answers],
    trained=[each["trained"] for each in answers],
    labels=load_files(snakemake.input.data).test_labels,
)
write_json(snakemake.output[0], numbers)
