"""Environment variables of processes that train; they have to be set before such a process starts."""

from collections.abc import Mapping
from pathlib import Path

# For glibc's malloc: keep freed memory of any size instead of giving it back to the system. A step frees and takes the
# same large buffers again, and each time the system would fill new pages with zeros: thousands of page faults a step, a
# quarter of network B's time, and two fifths of its test's. Other systems ignore these variables.
KEEP_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(4 * 2**30)}

# Images at once where nothing is trained: more are no faster, and need more memory.
AT_ONCE = 250

# For the OpenMP of GNU, which PyTorch brings: how often a thread that waits for others looks again before it sleeps.
# The library looks ten times as long where nobody has said anything, and on two cores takes from a third process, such
# as a browser, what the threads that work then lack: beside one, network B kept 0.34 of its speed and now keeps 0.44.
# Looking less costs a training that is alone its speed (3000 times: 16 % of network B's, 28 % of the modern one's).
# Waiting decides no bits.
WAITING = {"GOMP_SPINCOUNT": "30000"}

# Keras asks for GPUs when it is imported, and a build imports it once, before it forks its jobs. Asked by NVIDIA's
# library for management, PyTorch tells without opening a GPU: of one that was opened, forks can't use any.
BEFORE_FORKS = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}

# The kernels that every x86-64 machine of the last ten years has, and no GPU; with one thread they give everywhere the
# same bits.
PORTABLE = {
    **{"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_CBWR": "COMPATIBLE"},
    # of NumPy's functions none with AVX-512, whose exponentials end in other bits; and its and SciPy's linear algebra
    **{"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR", "OPENBLAS_CORETYPE": "Haswell"},
    "CUDA_VISIBLE_DEVICES": "",
}


def waiting(environment: Mapping[str, str]) -> dict[str, str]:
    """WAITING, where nobody has said how threads wait.

    Args:
        environment: the variables that are set.
    """
    return {} if environment.keys() & {"OMP_WAIT_POLICY", *WAITING} else WAITING


def graphics(devices: Path = Path("/dev")) -> int:
    """How many of NVIDIA's GPUs this machine has, as its driver tells; PyTorch, which knows better, takes seconds.

    Args:
        devices: the folder of the system's devices.
    """
    return sum(device.name.removeprefix("nvidia").isdigit() for device in devices.glob("nvidia*"))
