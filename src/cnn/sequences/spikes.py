"""A real recording: the spikes of a nerve cell, found by a kernel that was cut out of one of them."""

from pathlib import Path

import matplotlib
import numpy as np

from lecture.studies.measured import Measured

# It comes with Matplotlib, whose first logo was drawn from it; scale and step are those of Matplotlib's documentation.
RECORDING = Path(matplotlib.get_data_path()) / "sample_data/membrane.dat"
MILLIVOLTS, STEP = 100, 0.0005  # of a unit of the file; seconds between two steps
HIGH = -20  # millivolts: only spikes come so far; at rest the cell keeps -67
BEFORE, AFTER = 8, 12  # steps of the kernel before and after the top of the spike it was cut out of
HALF = 0.5  # of the kernel's answer to its own spike: from there on a spike is reported
NEAR = 5  # steps by which a report may miss the top: a quarter of the kernel
SHOWN = slice(7000, 8500)  # steps in the figure, with regular spikes and humps between irregular ones

Places = np.ndarray  # (N,) int, of steps


def measure(noise: float, seed: int) -> Measured:
    """Look for spikes by their height and by a kernel, in the recording and in the same with noise.

    Args:
        noise: its standard deviation, in millivolts.

    Returns:
        Numbers: `seconds`, `steps`, `width` of the kernel, `high`, the height in millivolts, how many `spikes`, `noise`
        and its `seed`, `seeds` 1; for the recording as it is (`clean`) and with noise (`noisy`), for `kernel` and
        `height`, the share of spikes `found`, and the `false` reports for each spike. The spike that the kernel comes
        from isn't counted.
        Arrays: for the figure `times` (N,) seconds, `potential` and `noisy` (N,) millivolts, `kernel` (width,),
        `answers` (N,) in parts of the answer to its own spike, `found` (reports,) seconds, `level` ().
    """
    potential = MILLIVOLTS * np.fromfile(RECORDING, np.float32).astype(float)
    tops = reports(potential, HIGH)
    first, others = tops[0], tops[1:]
    kernel = potential[first - BEFORE : first + AFTER]
    kernel = kernel - kernel.mean()  # so that the height at which it stands doesn't count
    kernel /= (kernel**2).sum()  # the answer to its own spike is 1

    def judged(signal: np.ndarray) -> tuple[dict, np.ndarray]:
        answers = np.full(len(signal), -np.inf)
        answers[BEFORE : 1 - AFTER] = np.correlate(signal, kernel, mode="valid")
        ways = {"kernel": reports(answers, HALF), "height": reports(signal, HIGH)}
        return {way: compared(found, others, first) for way, found in ways.items()}, answers

    clean, _ = judged(potential)
    disturbed = potential + np.random.default_rng(seed).normal(scale=noise, size=len(potential))
    noisy, answers = judged(disturbed)
    found = reports(answers, HALF)
    times = np.arange(len(potential)) * STEP
    return Measured(
        {
            "seconds": len(potential) * STEP,
            "steps": len(potential),
            "width": len(kernel),
            "high": HIGH,
            "spikes": len(others),
            "noise": noise,
            "seed": seed,
            "seeds": 1,
            "clean": clean,
            "noisy": noisy,
        },
        {
            "times": times[SHOWN],
            "potential": potential[SHOWN],
            "noisy": disturbed[SHOWN],
            "kernel": kernel,
            "answers": answers[SHOWN],
            "found": times[found[(found >= SHOWN.start) & (found < SHOWN.stop)]],
            "level": np.array(HALF),
        },
    )


def reports(signal: np.ndarray, level: float) -> Places:
    """The highest step of each stretch of a signal (N,) that lies above a level."""
    above = np.concatenate([[False], signal > level, [False]])
    starts, ends = np.flatnonzero(~above[:-1] & above[1:]), np.flatnonzero(above[:-1] & ~above[1:])
    tops = [start + signal[start:end].argmax() for start, end in zip(starts, ends, strict=True)]
    return np.array(tops, int)


def compared(found: Places, wanted: Places, known: int) -> dict[str, float]:
    """The share of wanted places that are `found`, and the `false` reports for each; a known place isn't counted."""
    found = found[np.abs(found - known) > NEAR]
    near = np.abs(found[:, None] - wanted) <= NEAR
    return {"found": float(near.any(axis=0).mean()), "false": float((~near.any(axis=1)).sum() / len(wanted))}
