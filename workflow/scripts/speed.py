"""Print, as JSON, how fast this machine trains networks and starts a job; called when a build starts.

Argument: `{network: {"build", "epochs", "batch_size", "optimiser", "threads"}}` as JSON.
"""

import json
import sys
import time
from pkgutil import resolve_name

start = time.perf_counter()

from cnn.learning.speed import examples_per_second  # noqa: E402
from cnn.learning.training import Recipe  # noqa: E402

started = time.perf_counter() - start
speeds = {
    name: examples_per_second(
        resolve_name(settings["build"]),
        Recipe(settings["epochs"], settings["batch_size"], settings["optimiser"], seed=0),
        settings["threads"],
    )
    for name, settings in json.loads(sys.argv[1]).items()
}
print(json.dumps({"examples_per_second": speeds, "start": started}))
