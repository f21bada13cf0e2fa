"""Choosing the device of a training: a GPU if there is one that works, and saying so if not."""

import os
import platform
import sys
from collections.abc import Callable, Mapping

import torch
from torch.nn import functional as F


def choose(wanted: str, say: Callable[[str], None]) -> str:
    """The device to train on.

    Args:
        wanted: "cpu", "cuda", or "auto": a GPU if one works, else the CPU.
        say: called with one line when a GPU is there and can't be used.

    Raises:
        ValueError: there is no device of this name.
        RuntimeError: a GPU is wanted and none works; the message says why.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise ValueError(f"device {wanted!r}: choose auto, cpu or cuda")
    if wanted == "cpu" or (wanted == "auto" and not torch.cuda.is_available()):
        return "cpu"
    fault = why_not_cuda()
    if fault is None:
        return "cuda"
    if wanted == "cuda":
        raise RuntimeError(f"device cuda: {fault}. Repair it, or set device: cpu or auto in the workflow's profile")
    say(f"the GPU can't be used ({fault}): training on the CPU")
    return "cpu"


def why_not_cuda() -> str | None:
    """What keeps PyTorch from training on the GPU, in a line; None if a small convolution works there."""
    if not torch.cuda.is_available():
        return "PyTorch finds no NVIDIA driver or no GPU"
    try:
        F.conv2d(torch.zeros(1, 1, 8, 8, device="cuda"), torch.zeros(1, 1, 3, 3, device="cuda")).sum().item()
    except RuntimeError as error:  # no kernel for this architecture, out of memory, a driver too old
        return str(error).splitlines()[0]
    return None


def prepare(threads: int, resources: Mapping[str, object]) -> str:
    """Get this process ready to train with so many threads, and choose its device.

    Args:
        resources: of the job, with `device`, as in `choose`.

    Raises:
        ValueError, RuntimeError: as in `choose`.
    """
    torch.set_num_threads(threads)
    make_deterministic()
    return choose(str(resources["device"]), lambda line: print(f"    {line}", file=sys.stderr, flush=True))


def machine() -> dict[str, str]:
    """What changes the last bits of a result: instruction set and architecture."""
    return {"architecture": platform.machine(), "instructions": torch.backends.cpu.get_cpu_capability()}


def make_deterministic() -> None:
    """Let PyTorch use deterministic algorithms only; call it before the first use of a GPU.

    Raises:
        RuntimeError: later, where an operation has no deterministic algorithm.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS is deterministic with it only
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # finds bugs of operators, and costs time
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.allow_tf32 = False  # float32 means float32: else answers differ from Keras's by more than 1e-5
