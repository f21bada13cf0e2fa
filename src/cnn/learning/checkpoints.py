"""Checkpoints: a training that was killed goes on where it was, and ends with the same bits."""

import io
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from cnn.learning.history import History
from lecture.files import write_bytes


@dataclass
class Checkpoint:
    """The file of a training that is under way.

    Attributes:
        path: where it is; it holds about three times the weights with Adam, twice with SGD and momentum.
        identity: what the bits of the training depend on (recipe, code, data, versions, threads, device). A file
            with another identity is refused.
        say: called with one line when a file is taken up or refused.
        seconds: how long a training goes on between two files: what a killed one may lose.
    """

    path: Path
    identity: Mapping[str, object]
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True)
    seconds: float = 20.0

    def __post_init__(self):
        self.written = time.monotonic()

    def is_due(self) -> bool:
        """Whether the last file, or the start, is long enough ago."""
        return time.monotonic() - self.written >= self.seconds

    def save(self, network: nn.Module, optimiser: torch.optim.Optimizer, history: History) -> None:
        """Write everything that changes during a training, whole or not at all.

        Raises:
            OSError: the disk is full, or the folder can't be written to; the checkpoint before stays.
        """
        content = {
            "identity": dict(self.identity),
            "network": network.state_dict(),
            "optimiser": optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "cuda_random": torch.cuda.get_rng_state() if torch.cuda.is_initialized() else None,
            "rows": history.rows,
            "examples_seen": history.examples_seen,
        }
        buffer = io.BytesIO()
        torch.save(content, buffer)
        write_bytes(self.path, buffer.getvalue())
        self.written = time.monotonic()

    def restore(self, network: nn.Module, optimiser: torch.optim.Optimizer, history: History) -> bool:
        """Put a training back to where its checkpoint was written; False, and nothing changed, if there is none.

        A file that is not a whole checkpoint of this very training is refused, and `say` tells why.
        """
        if not self.path.is_file():
            return False
        try:
            content = torch.load(self.path, weights_only=True, map_location="cpu")
            identity, rows = content["identity"], content["rows"]
        except Exception as error:  # torch.load raises whatever the damaged part makes it raise
            self.say(f"{self.path}: not a whole checkpoint ({type(error).__name__}): training starts anew")
            return False
        keys = sorted(self.identity.keys() | identity.keys())
        if changed := [key for key in keys if self.identity.get(key) != identity.get(key)]:
            self.say(f"{self.path}: of another training ({', '.join(changed)} changed): training starts anew")
            return False
        network.load_state_dict(content["network"])
        optimiser.load_state_dict(content["optimiser"])
        torch.set_rng_state(content["random"])
        if content["cuda_random"] is not None:
            torch.cuda.set_rng_state(content["cuda_random"])
        history.rows, history.examples_seen = rows, content["examples_seen"]
        self.say(f"{self.path}: going on after epoch {history.epochs} and {history.batches} batches")
        return True
