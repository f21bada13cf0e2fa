"""Contender: network B by `fit` of Keras, on the backend that KERAS_BACKEND names.

Reads one line for each round: the number of batches. Answers with the seconds they took.
The model is written here once more, because this runs in an environment without PyTorch too.
"""

import sys
import time
from pathlib import Path

import numpy as np

data, threads = sys.argv[1], int(sys.argv[2])

import keras  # noqa: E402
from keras import layers  # noqa: E402

if keras.backend.backend() == "tensorflow":
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
else:
    import torch

    torch.set_num_threads(threads)

images = np.fromfile(Path(data, "MNIST/raw/train-images-idx3-ubyte"), np.uint8, offset=16).reshape(-1, 28, 28, 1)
labels = np.fromfile(Path(data, "MNIST/raw/train-labels-idx1-ubyte"), np.uint8, offset=8)
images, labels = images.astype(np.float32) / 255, keras.utils.to_categorical(labels, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(2, padding="same"),
        layers.Conv2D(64, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(2, padding="same"),
        layers.Flatten(),
        layers.Dense(1024, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

for line in sys.stdin:
    many = int(line) * 64
    start = time.perf_counter()
    model.fit(images[:many], labels[:many], batch_size=64, epochs=1, verbose=0)
    print(time.perf_counter() - start, flush=True)
