"""How the files of two manifests are to each other."""

from lecture.checking.comparison import DIFFERENT, EQUAL, WITHIN
from lecture.checking.findings import Finding
from lecture.checking.sorting import Sorting


# Two manifests of one edition: a training, what is measured of it, a figure and a page.
def job(rule: str, inputs: list[str], outputs: list[str], **decided) -> dict:
    return {
        "rule": rule, "inputs": inputs, "outputs": outputs, "code": "c", "settings": "s", "versions": {"numpy": "1"},
    } | decided  # fmt: skip


WEIGHTS = "results/training/a/1/weights.safetensors"
JOBS = {
    "train a 1": job("train", ["data/x"], [WEIGHTS]),
    "measurement a": job("measurement", [WEIGHTS], ["results/a.json", "results/a.npz"]),
    "numbers": job("numbers", ["results/a.json"], ["results/numbers.json"]),
    "figure a": job("figure", ["results/a.npz"], ["figures/a.svg"]),
    "page index.html": job("page", ["figures/a.svg", "results/numbers.json"], ["public/index.html"], engine="e"),
}
NUMBERS = {"a.share.mean": 0.9, "a.share.std": 0.01, "a.seeds": 3, "a.parameters": 10}


def told(changed: str = "", numbers: dict | None = None, data: str = "1" * 64, jobs: dict | None = None) -> dict:
    """A manifest where the files that `changed` names have other digests."""
    files = {path for each in JOBS.values() for path in (*each["inputs"], *each["outputs"])}
    return {
        "edition": "lecture",
        "files": {path: {"sha256": ("b" if path in changed.split() else "a") * 64} for path in sorted(files)},
        "jobs": JOBS | (jobs or {}),
        "says": {"numbers": NUMBERS | (numbers or {}), "claims": {}, "figures": {"a": data}, "times": []},
    }


def sorted_out(changed: str, **other) -> dict[str, str]:
    findings = Sorting(told(), told(changed, **other)).findings()
    return {found.name: found.verdict for found in findings if found.verdict != EQUAL}


ALL = f"{WEIGHTS} results/a.json results/a.npz results/numbers.json figures/a.svg public/index.html"


def test_the_same_is_equal():
    assert sorted_out("") == {}


def test_another_machine_moves_numbers_within_their_spread_and_all_follows():
    jobs = {"train a 1": JOBS["train a 1"] | {"instructions": "AVX2"}}
    found = sorted_out(ALL, numbers={"a.share.mean": 0.91}, data="2" * 64, jobs=jobs)
    assert found == {"number a.share.mean": WITHIN} | dict.fromkeys(ALL.split(), WITHIN)


def test_a_number_beyond_its_spread_is_different_and_so_is_what_shows_it():
    jobs = {"train a 1": JOBS["train a 1"] | {"instructions": "AVX2"}}
    found = sorted_out(ALL, numbers={"a.share.mean": 0.95}, data="2" * 64, jobs=jobs)
    assert set(found.values()) == {DIFFERENT}
    found = sorted_out(ALL, numbers={"a.parameters": 11}, jobs=jobs)
    assert found["number a.parameters"] == found["public/index.html"] == DIFFERENT


def test_a_file_of_numbers_is_what_its_numbers_are_whoever_wrote_it():
    jobs = {"measurement a": JOBS["measurement a"] | {"code": "d"}}
    assert sorted_out("results/a.json", jobs=jobs) == {"results/a.json": WITHIN}
    found = sorted_out("results/a.json", numbers={"a.parameters": 11}, jobs=jobs)
    assert found == dict.fromkeys(("number a.parameters", "results/a.json"), DIFFERENT)


def test_a_figure_is_what_its_data_are():
    jobs = {"figure a": JOBS["figure a"] | {"versions": {"numpy": "2"}}}
    assert sorted_out("figures/a.svg public/index.html", jobs=jobs) == {
        "figures/a.svg": WITHIN,
        "public/index.html": WITHIN,
    }


def test_what_is_made_of_the_same_by_the_same_and_differs_was_changed():
    assert sorted_out("public/index.html") == {"public/index.html": DIFFERENT}
    assert sorted_out(WEIGHTS)[WEIGHTS] == DIFFERENT
    assert sorted_out("data/x") == {"data/x": DIFFERENT}


def test_other_code_is_told():
    found = Sorting(
        told(), told("public/index.html", jobs={"page index.html": JOBS["page index.html"] | {"engine": "f"}})
    )
    assert found.of("public/index.html") == Finding(
        "public/index.html", DIFFERENT, "made by other the engine's pages and words"
    )


def test_a_manifest_that_goes_in_circles_ends():
    circle = {"train a 1": job("train", ["public/index.html"], [WEIGHTS])}
    assert Sorting(told(jobs=circle), told(ALL, jobs=circle)).findings()
