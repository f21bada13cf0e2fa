"""What a person sees of a training: a line with a bar for each epoch, and inside long epochs."""

import sys
import time
from collections.abc import Callable

from cnn.learning.history import History
from cnn.learning.training import Recipe
from lecture.build.joblog import duration

BAR = 24  # characters
PAUSE = 10.0  # seconds between two lines inside an epoch


class Progress:
    """Prints plain lines, so that trainings side by side, a log file and a terminal all stay readable."""

    def __init__(
        self,
        name: str,
        recipe: Recipe,
        training_examples: int,
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
        clock: Callable[[], float] = time.monotonic,
    ):
        self.name, self.epochs, self.total = name, recipe.epochs, recipe.epochs * training_examples
        self.batch_size, self.before = recipe.batch_size, None
        self.say, self.clock = say, clock
        self.start = self.said = clock()

    def __call__(self, history: History) -> None:
        """Called after each batch and each evaluation."""
        now, last = self.clock(), history.rows[-1]
        if self.before is None:  # a training that goes on behind a checkpoint has seen examples before
            self.before = max(0, history.examples_seen - self.batch_size)
        if last["split"] == "train" and now - self.said < PAUSE:
            return
        self.said = now
        speed = self.examples_now(history) / max(now - self.start, 1e-9)
        left = (self.total - history.examples_seen) / max(speed, 1e-9)
        full = round(BAR * history.examples_seen / self.total)
        result = f"test {last['accuracy']:.4f}" if last["split"] == "test" else f"loss {last['loss']:.4f}"
        self.say(
            f"    {self.name}: epoch {last['epoch']}/{self.epochs} [{'#' * full}{'-' * (BAR - full)}] "
            f"{result}, {speed:,.0f} examples/s, {duration(left)} left"
        )

    def examples_now(self, history: History) -> int:
        """How many examples were shown since this progress began."""
        return history.examples_seen - (self.before or 0)
