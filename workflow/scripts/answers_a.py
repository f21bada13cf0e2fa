"""Take what network A answered, before and after training, for the figures."""

from pathlib import Path

import numpy as np

from cnn_lecture.data.mnist import load
from cnn_lecture.files import write_arrays
from cnn_lecture.joblog import keep_log
from cnn_lecture.measurements.confusion import confusion

keep_log(snakemake.log[0])

digits = load(Path(snakemake.input.data[0]).parent)
answers = np.load(snakemake.input.answers[0])
labels, trained, out = digits.test_labels, answers["trained"], snakemake.output
write_arrays(out.untrained_a, log_probabilities=answers["untrained"], labels=labels)
write_arrays(out.predictions_a, images=digits.test_images[:30], labels=labels[:30], log_probabilities=trained[:30])
write_arrays(out.confusion_a, matrix=confusion(labels, trained.argmax(axis=1)))
