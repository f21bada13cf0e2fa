"""Measure what an author waits for, and the lecture's training against its peers.

All contenders of a contest live at the same time and take turns, so that a noisy hour is noisy for all of them; only
ratios within one run mean something.

The daily form takes some minutes and says what grew since `record.json`. The full form (`--full`) has more rounds, also
measures the price of `portable`, many seeds and whole builds from nothing, and writes results/bench.json; copied over
`record.json`, that is the new record. `--only beside builds` measures these parts alone, as fully; the others in
results/bench.json are then those of the record, and `apart` says when and where these were measured.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from pkgutil import resolve_name

from author import author, median_ratio, span
from commands import commands, table
from load import load, plot, worse

from cnn.learning.devices import machine
from cnn.learning.environment import KEEP_MEMORY, PORTABLE, WAITING
from lecture.build.joblog import duration
from lecture.build.provenance import versions
from lecture.build.warm import binding
from lecture.checking.reproduction import copy, snakemake
from lecture.files import read_json, write_text

ROOT = Path(__file__).parents[2]
HERE, DATA = Path(__file__).parent, ROOT / "data"
THREADS = 2
ROUNDS = {"daily": 3, "full": 6}
GREW = 1.1  # times the worst that the record saw: less is noise
STARTS = 3  # of Python with PyTorch, before and behind each whole build
EDITIONS = {"lecture": [], "preview": ["--configfile", "config/preview.yaml"]}
WARM_UP = 2  # rounds that don't count: Keras compiles, caches fill
MATRIX = 2 * 2048**3  # floating-point operations of one product

TENSORFLOW = ROOT / ".cache/bench-tensorflow"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Contender:
    """A process that trains a number of batches whenever it is asked to, and says how long they took."""

    def __init__(
        self, script: str, *arguments: str, python: str = sys.executable, threads: int = THREADS, **environment: str
    ):
        command = [python, str(HERE / script), str(DATA), str(threads), *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        environment = os.environ | {"KERAS_BACKEND": "torch", "TF_CPP_MIN_LOG_LEVEL": "3"} | environment
        self.process = subprocess.Popen(command, text=True, env=environment, **pipes)

    def seconds(self, many: int) -> float:
        self.process.stdin.write(f"{many}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args} ended with {self.process.wait()}; run it by hand to see why")
        return float(answer)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def contest(contenders: dict[str, tuple[Contender, int]], rounds: int) -> dict[str, list[float]]:
    """Seconds for each unit of work (batch, product), by contender, a value for each round."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(1, WARM_UP + rounds + 1):
        for name, (contender, many) in contenders.items():
            found[name].append(contender.seconds(many) / many)
        say(f"    round {number} of {WARM_UP + rounds}")
    for contender, _ in contenders.values():
        contender.close()
    return {name: seconds[WARM_UP:] for name, seconds in found.items()}


def operations(network: str) -> int:
    """Floating-point operations of a step for one image: forward, and backward for weights and inputs.

    Each multiply-add is two operations; the backward pass costs twice the forward one, less the gradient of the
    images, which nobody needs.
    """
    import torch

    from cnn.networks.architecture import describe

    layers = describe(resolve_name(f"cnn.networks.digits:network_{network}")(), torch.zeros(1, 1, 28, 28))
    forward = [layer["multiply_adds"] for layer in layers]
    first = next(cost for cost in forward if cost)
    return 2 * (3 * sum(forward) - first)


def tensorflow() -> str:
    """The interpreter of an environment with Keras on TensorFlow, which is made at the first call."""
    python = TENSORFLOW / "bin/python"
    if not python.exists():
        say("making an environment with TensorFlow")
        uv = shutil.which("uv") or str(ROOT / ".cache/uv-tool/bin/uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, TENSORFLOW], check=True)
        packages = ["tensorflow-cpu==2.21.0", "keras==3.15.1"]
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *packages], check=True)
    return str(python)


def processor() -> str:
    """The processor's name, as Linux tells it."""
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.processor()


def seeds(many: int) -> float:
    """Seconds of the workflow for so many seeds of network A, from nothing to weights."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "seeds.json")
        config.write_text(json.dumps({"networks": {"a": {"seeds": list(range(1, many + 1))}}}))
        targets = [f"results/training/a/{seed}/recipe.json" for seed in range(1, many + 1)]
        copy(ROOT, Path(folder))
        start = time.perf_counter()
        snakemake(Path(folder), *targets, "--cores", str(THREADS), "--configfile", str(config))
        return time.perf_counter() - start


def tutorial_run(epochs: int) -> float:
    """Seconds of one run of the tutorial, start-up included."""
    start = time.perf_counter()
    contender = Contender("tutorial.py", "0")
    contender.seconds(938 * epochs)
    contender.close()
    return time.perf_counter() - start


def loop(network: str, threads: int = THREADS, **environment: str) -> Contender:
    return Contender("loop.py", network, threads=threads, **KEEP_MEMORY, **WAITING, **binding(threads), **environment)


def trainings(rounds: int) -> dict[str, dict]:
    """Our loop against its peers, for networks A and B: examples a second, ratios, share of the processor's peak."""
    say("network A: our loop against the tutorial")
    a = {
        "loop": (loop("a"), 300),
        "tutorial": (Contender("tutorial.py", "0"), 150),
        "tutorial, 2 workers": (Contender("tutorial.py", "2"), 150),
        "peak": (Contender("peak.py"), 8),
    }
    contests = {"a": contest(a, rounds)}
    say("network B: our loop against Keras")
    b = {
        "loop": (loop("b"), 60),
        "keras on torch": (Contender("keras_fit.py"), 60),
        "keras on torch, our malloc": (Contender("keras_fit.py", **KEEP_MEMORY), 60),
        "keras on tensorflow": (Contender("keras_fit.py", python=tensorflow(), KERAS_BACKEND="tensorflow"), 60),
        "peak": (Contender("peak.py"), 8),
    }
    contests["b"] = contest(b, rounds)
    found = {}
    for name, times in contests.items():
        done = [operations(name) * 64 / seconds for seconds in times["loop"]]
        peaks = [MATRIX / seconds for seconds in times["peak"]]
        found[f"network_{name}"] = {
            "examples_per_second": {who: 64 / statistics.median(t) for who, t in times.items() if who != "peak"},
            "times_faster_than": {
                who: median_ratio(t, times["loop"]) for who, t in times.items() if who not in ("loop", "peak")
            },
            "peak_gflops": statistics.median(peaks) / 1e9,
            "share_of_peak": span([flops / peak for flops, peak in zip(done, peaks, strict=True)]),
        }
    return found


def beside(rounds: int) -> dict[str, dict]:
    """What networks A and B keep of their speed beside another process that computes, and what waiting so costs alone.

    Returns: for each network, as shares of speeds of the same round: `alone`, ours of that with the library's own
        waiting; `kept` and `kept_by_library`, beside the other process of alone.
    """
    found = {}
    for name, many in (("a", 150), ("b", 20)):
        contenders = {"ours": loop(name), "library": Contender("loop.py", name, **KEEP_MEMORY)}
        seconds: dict[tuple[str, bool], list[float]] = {}
        for number in range(WARM_UP + rounds):
            for busy in (False, True):
                other = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if busy else None
                for who, contender in contenders.items():
                    seconds.setdefault((who, busy), []).append(contender.seconds(many))
                if other:
                    other.kill()
                    other.wait()
            say(f"    round {number + 1} of {WARM_UP + rounds}")
        for contender in contenders.values():
            contender.close()
        counted = {key: values[WARM_UP:] for key, values in seconds.items()}
        found[f"network_{name}"] = {
            "alone": median_ratio(counted["library", False], counted["ours", False]),
            "kept": median_ratio(counted["ours", False], counted["ours", True]),
            "kept_by_library": median_ratio(counted["library", False], counted["library", True]),
        }
    return found


def portable(rounds: int) -> dict[str, dict]:
    """How many times as long a batch takes with `portable`, on one thread."""
    found = {}
    for name, many in (("a", 150), ("b", 20)):
        times = contest({"default": (loop(name, 1), many), "portable": (loop(name, 1, **PORTABLE), many)}, rounds)
        found[f"network_{name}"] = median_ratio(times["portable"], times["default"])
    return found


def many_seeds() -> dict[str, float]:
    """Seconds of one, ten and thirty-two seeds of network A, and of a run of the tutorial."""
    few = {"epochs": 3, "one": seeds(1), "ten": seeds(10), "thirty_two": seeds(32)}
    few["thirty_two_over_one"] = few["thirty_two"] / few["one"]
    few["tutorial_one"] = statistics.mean(tutorial_run(few["epochs"]) for _ in range(2))
    few["ten_times_faster_than_tutorial"] = 10 * few["tutorial_one"] / few["ten"]
    return few


def builds(root: Path = ROOT) -> dict[str, float]:
    """Seconds of whole builds from nothing, beside network B's own training, which is one of their jobs.

    Returns: `lecture`, `network_b`, `lecture_over_network_b`; `preview`, `import_torch` (the median of starts before,
        between and behind the builds), `preview_over_import_torch`.

    Raises:
        SystemExit: a build failed; it holds what the build said.
    """
    found, starts = {}, [import_torch() for _ in range(STARTS)]
    for edition, arguments in EDITIONS.items():
        say(f"building the {edition} from nothing")
        with tempfile.TemporaryDirectory() as place:
            copy(root, Path(place))
            begin = time.perf_counter()
            try:
                snakemake(Path(place), "--cores", str(THREADS), *arguments)
            except subprocess.CalledProcessError as failure:
                raise SystemExit(f"the {edition} isn't built:\n{failure.stdout}") from None
            found[edition] = time.perf_counter() - begin
            if edition == "lecture":
                found["network_b"] = training(Path(place, "results/training/b/1/recipe.json"))
        starts += [import_torch() for _ in range(STARTS)]
    found["import_torch"] = statistics.median(starts)
    found["lecture_over_network_b"] = found["lecture"] / found["network_b"]
    found["preview_over_import_torch"] = found["preview"] / found["import_torch"]
    return found


def import_torch() -> float:
    """Seconds of a Python that imports PyTorch."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - begin


def training(recipe: Path) -> float:
    """Seconds that a network's loop took, from what its training has left."""
    told = read_json(recipe)
    return told["epochs"] * told["training_examples"] / told["examples_per_second"]


def growing() -> dict[str, dict]:
    """What each stage costs for a lecture that grows; drawn into results/load.svg."""
    found = load(say)
    plot(found, ROOT / "results/load.svg")
    return found


# What can be measured: a name, what is said while it goes on, and the function, which gets the number of rounds.
PARTS = {
    "author": ("what an author waits for", lambda rounds: {"author": author(ROOT, rounds, say)}),
    "trainings": ("the training against its peers", lambda rounds: trainings(rounds)),
    "beside": ("beside another process", lambda rounds: {"beside": beside(rounds)}),
    "portable": ("the price of `portable`, on one thread", lambda rounds: {"portable": portable(rounds)}),
    "seeds": ("seeds of network A: one, ten and thirty-two", lambda rounds: {"seeds": many_seeds()}),
    "builds": ("whole builds", lambda rounds: {"builds": builds()}),
    "commands": (
        "commands for now and then, in processor time",
        lambda rounds: {"commands": commands(ROOT, min(rounds, ROUNDS["daily"]), say)},
    ),
    "load": ("a lecture that grows to 50 chapters with 2 000 figures", lambda rounds: {"load": growing()}),
}
DAILY = ("author", "trainings", "beside")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="more rounds, and all that takes long")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"only these: {', '.join(PARTS)}")
    chosen = parser.parse_args(arguments)
    full = chosen.full or bool(chosen.only)
    rounds, begin = ROUNDS["full" if full else "daily"], time.perf_counter()
    record = read_json(HERE / "record.json")
    now = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine() | {"processor": processor()},
        "versions": versions("torch", "torchvision", "keras", "snakemake"),
        "threads": THREADS,
        "rounds": rounds,
    }
    measured: dict = {}
    for name in chosen.only or (PARTS if full else DAILY):
        what, measure = PARTS[name]
        say(what)
        measured |= measure(rounds)
    seconds = {"seconds": time.perf_counter() - begin}
    if chosen.only:
        conditions = {name: now[name] for name in ("date", "machine", "versions")}
        apart = record.get("apart", {}) | dict.fromkeys(chosen.only, conditions)
        result = record | measured | {"apart": apart}
    else:
        result = now | measured | seconds
    if full:
        write_text(ROOT / "results/bench.json", a_line_each(result))
    show(result if not chosen.only else measured)
    print(f"\nafter {duration(seconds['seconds'])}")
    print("\n".join(grown(record, measured)) or "nothing grew since the record")


def grown(record: dict, result: dict) -> list[str]:
    """What is slower than on record by more than the noise, a line each.

    Args:
        record, result: as they are written; a part that one of them lacks isn't compared.
    """
    lines = []
    for part in ("author", "commands"):
        for what, now in result.get(part, {}).get("ratios", {}).items():
            before = record.get(part, {}).get("ratios", {}).get(what)
            if before and now["median"] > GREW * before["max"]:
                lines.append(
                    f"grew: {what} takes {now['median']:.2f} times as long as {now['against']}, "
                    f"on record {before['median']:.2f} ({before['min']:.2f} … {before['max']:.2f})"
                )
    for name in ("network_a", "network_b"):
        for who, now in result.get(name, {}).get("times_faster_than", {}).items():
            before = record[name]["times_faster_than"].get(who)
            if before and now["median"] < before["min"] / GREW:
                lines.append(
                    f"slower: {name} is {now['median']:.2f} times as fast as {who}, "
                    f"on record {before['median']:.2f} ({before['min']:.2f} … {before['max']:.2f})"
                )
    for name, now in result.get("beside", {}).items():
        before = record.get("beside", {}).get(name)
        for what in ("alone", "kept"):
            if before and now[what]["median"] < before[what]["min"] / GREW:
                lines.append(
                    f"slower: {name} beside a busy process, {what}: {now[what]['median']:.2f}, "
                    f"on record {before[what]['median']:.2f} ({before[what]['min']:.2f} … {before[what]['max']:.2f})"
                )
    for what in ("lecture_over_network_b", "preview_over_import_torch"):
        now, before = (part.get("builds", {}).get(what) for part in (result, record))
        if now and before and now > GREW * before:
            lines.append(f"grew: {what.replace('_', ' ')} is {now:.2f}, on record {before:.2f}")
    return [*lines, *worse(result.get("load", {}))]


def a_line_each(result: dict) -> str:
    """The result as JSON, a line for each of its parts, so that two records are easily compared."""
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(part)}" for name, part in result.items()) + "\n}\n"


def show(result: dict) -> None:
    """Print the tables."""

    def of(ratio: dict[str, float], form: str = ".2f") -> tuple[str, str]:
        return f"{ratio['median']:{form}}", f"{ratio['min']:{form}} … {ratio['max']:{form}}"

    if waits := result.get("author"):
        print("| what an author waits for | against | times as long | from … to |\n|---|---|---|---|")
        for what, ratio in waits["ratios"].items():
            print(f"| {what} | {ratio['against']} | {' | '.join(of(ratio))} |")
        print()
    if called := result.get("commands"):
        print("\n".join(table(called)), end="\n\n")
    print("| training | against | times faster | from … to |\n|---|---|---|---|")
    for name in ("a", "b"):
        if network := result.get(f"network_{name}"):
            for who, ratio in network["times_faster_than"].items():
                print(f"| network {name}, a batch | {who} | {' | '.join(of(ratio))} |")
            share = " | ".join(of(network["share_of_peak"], ".0%"))
            print(f"| network {name}, share of the peak | {network['peak_gflops']:.0f} GFLOP/s | {share} |")
    for name, shares in result.get("beside", {}).items():
        medians = {what: f"{share['median']:.2f}" for what, share in shares.items()}
        rest = f"{medians['kept_by_library']} by the library's own waiting; ours alone {medians['alone']} of that"
        print(f"| {name} beside a busy process | alone | keeps {medians['kept']} | {rest} |")
    for name, ratio in result.get("portable", {}).items():
        median, extremes = of(ratio)
        print(f"| {name}, one thread | portable | takes {median} times as long | {extremes} |")
    if few := result.get("seeds"):
        faster = few["ten_times_faster_than_tutorial"]
        print(f"| ten seeds of a | ten runs of the tutorial (two measured) | {faster:.2f} | |")
        print(f"| 32 seeds of a | one seed | costs {few['thirty_two_over_one']:.1f} times as much | |")
    if whole := result.get("builds"):
        print(f"| the lecture from nothing | network B alone | {whole['lecture_over_network_b']:.2f} times as long | |")
        print(f"| the preview from nothing | import torch | {whole['preview_over_import_torch']:.0f} times as long | |")


if __name__ == "__main__":
    main()
