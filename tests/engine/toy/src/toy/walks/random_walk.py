"""How far a random walk gets: steps to the left or to the right, at a toss."""

import numpy as np
import pandas as pd

from lecture.studies.measured import Measured, over_seeds


def run(seed: int, walkers: int, steps: int) -> pd.DataFrame:
    """Let walkers walk; a row for each number of steps, 1, 2, 4, …: `steps` and the mean `square` of the distance."""
    random = np.random.default_rng(seed)
    places = random.choice([-1, 1], size=(walkers, steps)).cumsum(axis=1)
    counts = 2 ** np.arange(int(np.log2(steps)) + 1)
    return pd.DataFrame({"steps": counts, "square": (places[:, counts - 1] ** 2).mean(axis=0)})


def summarise(rows: pd.DataFrame) -> Measured:
    """Numbers: `steps`, the longest walk; its `distance` and the `exponent` of the growth, over seeds. Arrays: `steps`
    (K,), `distances` (seeds, K): root mean square distances."""
    table = rows.pivot(index="seed", columns="steps", values="square") ** 0.5
    steps, distances = table.columns.to_numpy(), table.to_numpy()
    exponents = [np.polyfit(np.log(steps), np.log(row), 1)[0] for row in distances]
    return Measured(
        {
            "steps": int(steps[-1]),
            "distance": over_seeds(distances[:, -1].tolist()),
            "exponent": over_seeds(list(map(float, exponents))),
        },
        {"steps": steps, "distances": distances},
    )
