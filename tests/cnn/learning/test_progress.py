import re

from cnn.learning.history import History
from cnn.learning.progress import PAUSE, Progress
from cnn.learning.training import Recipe


class Training:
    """Two epochs of ten batches of a hundred examples, watched with a clock that the test turns."""

    def __init__(self, epochs: int = 2):
        self.now, self.lines, self.history = 100.0, [], History()
        recipe = Recipe(epochs, 100, {"name": "SGD", "lr": 0.1}, seed=1)
        self.watch = Progress("network a, seed 1", recipe, 1000, say=self.lines.append, clock=lambda: self.now)

    def batch(self, epoch: int, number: int, seconds: float) -> None:
        self.now += seconds
        self.history.trained(epoch, number, 100, 0.5)
        self.watch(self.history)

    def evaluation(self, epoch: int) -> None:
        self.history.tested(epoch, 0.25, 0.9375)
        self.watch(self.history)


def test_a_line_for_each_epoch():
    training = Training()
    for epoch in (1, 2):
        for number in range(1, 11):
            training.batch(epoch, number, 0.5)
        training.evaluation(epoch)
    first, second = (line.strip() for line in training.lines)
    bar = re.compile(r"\[(#*)(-*)\]")
    assert first.startswith("network a, seed 1: epoch 1/2 [") and second.startswith("network a, seed 1: epoch 2/2 [")
    full, empty = map(len, bar.search(first).groups())
    assert full == empty > 5
    assert bar.search(second)[2] == ""
    assert "test 0.9375" in first and "200 examples/s" in first and first.endswith("5 s left")
    assert second.endswith("0 s left")


def test_lines_inside_an_epoch_keep_a_pause():
    training = Training(epochs=1)
    for number in range(1, 11):
        training.batch(1, number, PAUSE / 4)
    assert len(training.lines) == 2
    assert "epoch 1/1" in training.lines[0] and "loss 0.5000" in training.lines[0]
    assert "40 examples/s" in training.lines[0] and training.lines[0].endswith("15 s left")


def test_thousands_of_quick_batches_are_silent():
    training = Training(epochs=500)
    for number in range(1, 5001):
        training.batch(1, number, PAUSE / 6000)
    assert training.lines == []


def test_a_clock_that_stands_still():
    training = Training()
    training.batch(1, 1, 0)
    training.evaluation(1)
    assert len(training.lines) == 1


def test_lines_go_to_the_standard_error(capsys):
    training = Training()
    recipe = Recipe(2, 100, {}, seed=1)
    training.watch = Progress("network a", recipe, 1000)
    training.evaluation(0)
    out, err = capsys.readouterr()
    assert out == "" and "network a: epoch 0/2" in err and err.endswith("\n")
