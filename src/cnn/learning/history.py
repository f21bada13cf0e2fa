"""What is observed during a training."""

import math
from dataclasses import dataclass, field


class TrainingError(RuntimeError):
    """A training that can't come to anything; the message names the epoch and the batch."""


@dataclass
class History:
    """A row for every training batch and for every evaluation on the test set.

    `batch` is the number of the batch within its epoch, from 1, and 0 where the row is an evaluation;
    `loss` is the mean negative log-likelihood in nats; `accuracy` is in [0, 1], None for training batches.
    """

    rows: list[dict] = field(default_factory=list)
    examples_seen: int = 0

    @property
    def epochs(self) -> int:
        """The number of whole epochs, each with its evaluation."""
        return max((row["epoch"] for row in self.rows if row["split"] == "test"), default=0)

    @property
    def batches(self) -> int:
        """The number of batches since the last whole epoch."""
        return self.rows[-1]["batch"] if self.rows else 0

    def trained(self, epoch: int, batch: int, size: int, loss: float) -> None:
        """Record a batch of `size` examples.

        Raises:
            TrainingError: the loss is not a finite number.
        """
        self.examples_seen += size
        self._add(epoch, batch, "train", loss, None)
        if not math.isfinite(loss):
            raise TrainingError(f"epoch {epoch}, batch {batch}: the loss is {loss}; a smaller learning rate may help")

    def tested(self, epoch: int, loss: float, accuracy: float) -> None:
        """Record an evaluation.

        Raises:
            TrainingError: the test loss is not below that of the untrained network.
        """
        self._add(epoch, 0, "test", loss, accuracy)
        first = self.rows[0]["loss"]
        if epoch and not loss < first:
            raise TrainingError(f"epoch {epoch}: the test loss does not fall: {loss:.4f}, before training {first:.4f}")

    def _add(self, epoch: int, batch: int, split: str, loss: float, accuracy: float | None) -> None:
        seen = {"epoch": epoch, "batch": batch, "examples_seen": self.examples_seen}
        self.rows.append(seen | {"split": split, "loss": loss, "accuracy": accuracy})
