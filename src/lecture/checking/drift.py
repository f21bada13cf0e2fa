"""What kind of difference there is between an edition and the record of another one.

**infrastructure**: something was missing: a download, a package, a GPU, space on the disk. **numerics**: other bits,
and nothing that several seeds tell from chance. **content**: a number or a claim moved. Judged from results alone, by
what is known of each number:

- *Several seeds*, in the record or now: Student's two-sample t-test from means, spreads and numbers of seeds, with the
  pooled variance. What it asks is whether both come from one recipe, and then their spreads are one as well; so it is
  exact for any number of seeds, which Welch's approximation isn't for two or three. Where neither sample has a spread
  and they differ, the permutation test. Holm's method (Scand. J. Stat. 6, 1979, 65), which holds whatever the
  correlation is, corrects for the number of comparisons, in two families: the `HEADLINE` means, which the lecture names
  in `lecture.yaml`, and all `OTHERS`. Copies of a number are one comparison.
- *No chance* in it, that is no training behind it and no seeds beside it: exact, but for rounding.
- *Chance, and no spread*: one seed can't tell. Such numbers are named, and alarm nobody.

A threshold that moved, a number or a claim that is new or gone: content. A claim that is refuted, too, unless all that
it rests on has a spread and stayed within it: then its threshold is too near.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lecture.checking.comparison import FLIPS, ROUNDING, changes, fits, shown, spread_and_seeds
from lecture.studies.measured import spread_interval

# False alarms by family, of rebuilds: together less than one of a hundred, since spreads are not quite normal.
HEADLINE, OTHERS = 0.005, 0.003
INFRASTRUCTURE, NUMERICS, CONTENT, UNTOLD, NOTHING = "infrastructure", "numerics", "content", "untold", "nothing"

NO_BUILD = "public/manifest.json or a result is missing"

# What a failed build says, by cause, as a pattern; the first that is found counts.
CAUSES = {
    "the time was over": r"^exit 124$",
    "no space on the disk": r"No space left on device|Errno 28|Disk quota exceeded|GB are free here|Read-only file",
    "no GPU": r"no CUDA-capable|NVIDIA driver|CUDA (?:driver|error)|cuda out of memory|No CUDA GPUs|no kernel image",
    "not enough memory": r"MemoryError|not enough memory|Cannot allocate memory|\bKilled\b|Out of memory",
    "a package is missing": (
        r"ModuleNotFoundError|No module named|No solution found|No matching distribution|Could not find a version"
        r"|[Hh]ash mismatch|package [\w-]+ is (?:missing|not installed)|could not be installed|not found in the package"
    ),
    "a download failed": (
        r"[Nn]ame or service not known|[Nn]ame resolution|Failed to resolve|NameResolutionError|Connection refused"
        r"|Connection reset|Max retries exceeded|timed out|HTTP ?Error|\b[45]\d\d (?:Client|Server|Not Found)"
        r"|not finished within|other bytes came|SSLError|CERTIFICATE_VERIFY|[Dd]ownload(?:Error| failed)"
        r"|Failed to fetch"
    ),
}


class Sample(NamedTuple):
    """A number measured with several seeds: its mean, the spread (s.d.; 0 of one seed) and how many there were."""

    mean: float
    spread: float
    seeds: int


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was.

    Attributes:
        kind: INFRASTRUCTURE, NUMERICS, CONTENT or UNTOLD.
        name: of the number, claim, figure or file; of the cause.
        words: what happened.
    """

    kind: str
    name: str
    words: str


@dataclass(frozen=True)
class Judgement:
    """All findings, and what they are worth.

    Attributes:
        findings: what matters most first.
        comparisons: how many numbers were tested.
        limits: what the seeds can't tell, in words.
    """

    findings: tuple[Finding, ...]
    comparisons: int
    limits: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The one word for all; what can't be told is other bits, too."""
        found = {finding.kind for finding in self.findings}
        order = (CONTENT, INFRASTRUCTURE, NUMERICS)
        return next((kind for kind in order if kind in found), NUMERICS if found else NOTHING)

    @property
    def code(self) -> int:
        """Of the process: 0 nothing or numerics, 1 content, 2 infrastructure: it could not be checked as it should."""
        return {CONTENT: 1, INFRASTRUCTURE: 2}.get(self.kind, 0)


def judge(before: Mapping, after: Mapping | None, log: str = "", absent: str = NO_BUILD) -> Judgement:
    """What moved between two records, by kind, or what kept a build from having one.

    Args:
        before: the record that stands.
        after: that of this build; None where there is none.
        log: what a build that failed said; empty if none did.
        absent: why there is no record of this build.

    Raises:
        comparison.RecordError: they are of different editions.
    """
    broken = tuple(missing(log, before, after, absent))
    if after is None:
        return Judgement(broken, 0, ())
    then, now = samples(before["numbers"]), samples(after["numbers"])
    both = sorted(then.keys() & now.keys())
    names = [name for name in both if then[name].seeds + now[name].seeds > 2]
    headline = before.get("headline", after.get("headline", ()))  # a manifest, an archive don't tell it
    families = {HEADLINE: [name for name in names if fits(name, headline)]}
    families[OTHERS] = [name for name in names if name not in families[HEADLINE]]
    refuted, odds = set(), {}
    limits = [f"{name}: one seed against one can't tell" for name in both if fits(name, headline) and name not in names]
    for level, family in families.items():
        pairs = {name: (then[name], now[name]) for name in family}
        found = _tested(pairs, level)
        refuted |= {name for name, (_, rejected) in found.items() if rejected}
        odds |= {name: probability for name, (probability, _) in found.items()}
        limits.extend(_limits(pairs, level))
    chance = set(before.get("chance", ())) | set(after.get("chance", ()))
    found = []
    for change in changes(before, after):
        moved = f"{shown(change.before)} → {shown(change.after)}"
        match change.kind:
            case "claim":
                rests_on = after["claims"].get(change.name, {}).get("numbers", ())
                found.append(_claim(change, moved, [mean_of(name, names) for name in rests_on], refuted))
            case "figure" | "file":
                gone = change.kind == "figure" and (change.before is None or change.after is None)
                found.append(Finding(CONTENT if gone else NUMERICS, change.name, f"the {change.kind} {change.moved}"))
            case _:
                found.append(_number(change, moved, names, refuted, odds, chance))
    order = (CONTENT, INFRASTRUCTURE, NUMERICS, UNTOLD)
    return Judgement(
        tuple(
            sorted((finding for finding in (*broken, *found) if finding), key=lambda finding: order.index(finding.kind))
        ),
        len({(then[name], now[name]) for name in names}),
        tuple(limits),
    )


def _claim(change, moved, means, refuted) -> Finding:
    """What a claim that moved tells; `means` of the numbers that it rests on, None of one that has no spread."""
    words = f"the claim {change.moved}: {moved}"
    if change.moved in FLIPS and means and not {None, *refuted} & set(means):
        words += ", no further than chance moves its numbers: its threshold is near"
        return Finding(NUMERICS, change.name, words)
    return Finding(CONTENT, change.name, words)


def _number(change, moved, names, refuted, odds, chance) -> Finding | None:
    """What a number that moved tells."""
    name = change.name
    if change.moved == "rounding":
        return Finding(NUMERICS, name, f"{moved}, rounding")
    if (mean := mean_of(name, names)) is not None:
        if name != mean:
            return None  # spread, least and largest go with their mean
        kind = CONTENT if mean in refuted else NUMERICS
        return Finding(kind, name, f"{moved}, chance alone moves it so far once in {1 / max(odds[mean], 1e-12):.3g}")
    if name.rpartition(".")[2] == "seeds":
        return None  # how many there are now is part of each test
    if name.partition(".")[0] not in chance:
        return Finding(CONTENT, name, f"{moved}, and no chance is in it")
    new = change.before is None or change.after is None
    if new and "[" not in name:  # a list may be as long as chance has it
        return Finding(CONTENT, name, f"the number {change.moved}")
    return Finding(UNTOLD, name, f"{moved}, no spread is known")


def samples(numbers: Mapping[str, object]) -> dict[str, Sample]:
    """All numbers of a record that are means over seeds, by name."""
    found = {}
    for name, mean in numbers.items():
        if not isinstance(mean, int | float) or isinstance(mean, bool) or not _is_mean(name, numbers):
            continue
        spread, seeds = spread_and_seeds(name, numbers)
        if seeds is not None and (spread is not None or seeds == 1):
            found[name] = Sample(float(mean), spread or 0.0, seeds)
    return found


def _is_mean(name: str, numbers: Mapping) -> bool:
    return name.endswith(".mean") or f"{name}_std" in numbers


def mean_of(name: str, means: Iterable[str]) -> str | None:
    """The mean with which a number goes: itself, or that whose spread, least or largest it is."""
    stem, _, last = name.rpartition(".")
    of = {"mean": name, **dict.fromkeys(("std", "min", "max", "low", "high"), f"{stem}.mean")}.get(last)
    candidates = (of, name, name.removesuffix("_std"))
    return next((candidate for candidate in candidates if candidate in means), None)


def _tested(pairs: Mapping[str, tuple[Sample, Sample]], level: float) -> dict[str, tuple[float, bool]]:
    """The p-value of each mean of a family, and whether it moved."""
    if not pairs:
        return {}
    different = list(dict.fromkeys(pairs.values()))
    found = p_values(*np.array([[*then, *now] for then, now in different]).T)
    told = dict(zip(different, zip(found.tolist(), holm(found, level).tolist(), strict=True), strict=True))
    return {name: told[pair] for name, pair in pairs.items()}


def _limits(pairs: Mapping[str, tuple[Sample, Sample]], level: float) -> Iterator[str]:
    """How far the means of a family must move to be found in nine of ten rebuilds: the headline one by one."""
    step = level / max(1, len(set(pairs.values())))
    if level == HEADLINE:
        for name, (then, now) in pairs.items():
            spread = max(then.spread, now.spread)
            _, largest = spread_interval(spread, then.seeds + now.seeds - 1)  # both tell of one spread
            least, at_worst = (smallest(then.seeds, now.seeds, step) * width for width in (spread, largest))
            yield (
                f"{name}: {then.seeds} seeds against {now.seeds} find a move of {least:.2g} in nine of ten rebuilds, "
                f"and one of {at_worst:.2g} if the spread is as large as so few seeds allow"
            )
        return
    for then, now in sorted({(then.seeds, now.seeds) for then, now in pairs.values()}):
        least = smallest(then, now, step)
        few = "; so few can't tell less" if least > 5 else ""
        yield f"others: {then} seeds against {now} find a move of {least:.1f} standard deviations of a seed{few}"


def p_values(mean, spread, seeds, mean_now, spread_now, seeds_now) -> np.ndarray:
    """Two-sided p-values that means of two samples are of one distribution; all arguments broadcast.

    Args:
        mean, mean_now: of the samples.
        spread, spread_now: their standard deviations with n - 1; not used where there is one seed.
        seeds, seeds_now: n, at least one, and three together.
    """
    from scipy.special import comb, stdtr

    seeds, seeds_now = np.asarray(seeds, float), np.asarray(seeds_now, float)
    freedom = seeds + seeds_now - 2
    variance = ((seeds - 1) * np.square(spread) + (seeds_now - 1) * np.square(spread_now)) / freedom
    rounding = ROUNDING * np.maximum(np.abs(mean), np.abs(mean_now))
    distance = np.abs(np.subtract(mean, mean_now))
    constant = np.sqrt(variance) <= rounding
    error = np.sqrt(np.where(constant, 1, variance) * (1 / seeds + 1 / seeds_now))
    found = np.where(constant, np.minimum(1, 2 / comb(seeds + seeds_now, seeds)), 2 * stdtr(freedom, -distance / error))
    return np.where(distance <= rounding, 1.0, found)


def holm(found: np.ndarray, level: float) -> np.ndarray:
    """Which hypotheses Holm's method rejects.

    Args:
        found: p-values (…, M), the last axis the comparisons of one rebuild.
        level: of one wrong rejection or more in a rebuild, at most, whatever the correlation.

    Returns:
        Booleans of the same shape.
    """
    order = np.argsort(found, axis=-1)
    steps = level / np.arange(found.shape[-1], 0, -1)
    below = np.logical_and.accumulate(np.take_along_axis(found, order, -1) <= steps, axis=-1)
    rejected = np.empty_like(below)
    np.put_along_axis(rejected, order, below, -1)
    return rejected


def smallest(seeds: int, seeds_now: int, level: float, power: float = 0.9) -> float:
    """The move of a mean, in standard deviations of a seed, that a test of this level finds with this probability."""
    from scipy.optimize import brentq
    from scipy.stats import nct, t

    freedom, error = seeds + seeds_now - 2, np.sqrt(1 / seeds + 1 / seeds_now)
    limit = t.isf(level / 2, freedom)
    # the noncentral t is heavy on its right: twice the limit and some is enough for any number of seeds
    return float(error * brentq(lambda shift: nct.sf(limit, freedom, shift) - power, 0, 20 * limit))


def missing(log: str, before: Mapping, after: Mapping | None, absent: str = NO_BUILD) -> Iterator[Finding]:
    """What of the infrastructure failed; or the claim whose refutation stopped the build.

    Args:
        log: what a build that failed said; empty if none did.
        before, after: the records; None where there is none. A GPU of the first that the second lacks is missing.
        absent: why there is no second one.
    """
    if refuted := re.search(r"^claim .* is refuted: .*$", log, re.MULTILINE):
        yield Finding(CONTENT, refuted[0].split("'")[1], f"the {refuted[0]}: nothing is published")
    elif log:
        lines = log.splitlines()
        hits = ((cause, line) for cause, pattern in CAUSES.items() for line in lines if re.search(pattern, line))
        cause, line = next(hits, ("a job failed", _last_words(lines)))
        yield Finding(INFRASTRUCTURE, cause, " ".join(line.split())[:300])
    elif after is None:
        yield Finding(INFRASTRUCTURE, "no finished build", absent)
    devices = [(edition or {}).get("machine", {}).get("device", "") for edition in (before, after)]
    if after is not None and devices[0].startswith("cuda") and not devices[1].startswith("cuda"):
        yield Finding(INFRASTRUCTURE, "no GPU", f"the record is of {devices[0]}, this build of {devices[1] or 'none'}")


def _last_words(lines: list[str]) -> str:
    told = [line for line in lines if line.strip() and not re.fullmatch(r"exit \d+", line)]
    failed = [(line, following) for line, following in pairwise([*told, ""]) if following.startswith("FAILED")]
    return " · ".join(failed[0]) if failed else told[-1] if told else "it said nothing"


def failed_log(path: Path) -> str:
    """What a build said that ended otherwise than with 0, with the logs that it names; empty if it ended well.

    Args:
        path: the log that `.ci/attempt` wrote, whose last line is `exit CODE`, or Snakemake's own.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    ends = re.findall(r"^exit (\d+)$", text, re.MULTILINE)
    if (ends and ends[-1] == "0") or (not ends and not re.search(r"Exiting because|Error", text)):
        return ""
    jobs = dict.fromkeys(name.rstrip(",") for name in re.findall(r"(?<=[\s,])results/logs/\S+\.log", text))
    told = [Path(job).read_text(encoding="utf-8", errors="replace") for job in jobs if Path(job).is_file()]
    return "\n".join([text, *told])


def as_text(judgement: Judgement, most: int = 40) -> Iterator[str]:
    """The judgement for a terminal: a line a finding, those that can't be told counted, and the verdict."""
    told = [finding for finding in judgement.findings if finding.kind != UNTOLD]
    for finding in told[:most]:
        yield f"{finding.kind:14}  {finding.name}: {finding.words}"
    if len(told) > most:
        yield f"… and {len(told) - most} more"
    yield from _untold(judgement)
    yield f"\n{judgement.comparisons} numbers tested: {judgement.kind}"


def as_markdown(judgement: Judgement, most: int = 100) -> Iterator[str]:
    """The judgement as an issue says it."""
    yield f"**{judgement.kind}**: {_MEANING[judgement.kind]}"
    yield ""
    told = [finding for finding in judgement.findings if finding.kind != UNTOLD]
    if told:
        yield "| kind | what | how |"
        yield "|:--|:--|:--|"
    for finding in told[:most]:
        yield f"| {finding.kind} | `{finding.name}` | {finding.words.replace('|', chr(92) + '|')} |"
    if len(told) > most:
        yield f"\n… and {len(told) - most} more."
    yield ""
    yield from (f"- {line}" for line in _untold(judgement))


_MEANING = {
    CONTENT: "a number or a claim moved, by more than chance does.",
    INFRASTRUCTURE: "something was missing, so the lecture could not be built or checked as it should.",
    NUMERICS: "other bits, and nothing that several seeds tell from chance.",
    NOTHING: "all is as it was.",
}


def _untold(judgement: Judgement) -> Iterator[str]:
    """What could not be seen."""
    if untold := [finding for finding in judgement.findings if finding.kind == UNTOLD]:
        names = ", ".join(finding.name for finding in untold[:3]) + (", …" if len(untold) > 3 else "")
        yield f"{len(untold)} numbers moved whose spread is unknown: nothing can be told of {names}"
    yield from judgement.limits


def as_data(judgement: Judgement) -> dict:
    """The judgement as JSON has it: `kind`, `code`, `comparisons`, `findings`."""
    return {
        "kind": judgement.kind,
        "code": judgement.code,
        "comparisons": judgement.comparisons,
        "findings": [asdict(finding) for finding in judgement.findings],
    }
