"""Which kind of difference it is: something missing, other bits, or other content."""

import copy
import json
import subprocess

import numpy as np
import pytest
from scipy import stats

from lecture.checking import drift
from lecture.checking.drift import CONTENT, INFRASTRUCTURE, NOTHING, NUMERICS, UNTOLD, Sample, judge
from tests.conftest import ROOT

RECORD = {
    "edition": "lecture",
    "times": ["*.seconds"],
    "headline": ["*.share.mean"],
    "chance": ["a", "b"],
    "machine": {"device": "cpu"},
    "numbers": {
        **{"a.share.mean": 0.97, "a.share.std": 0.002, "a.share.min": 0.966, "a.seeds": 10, "a.seconds": 12.0},
        **{"a.rows[0].loss": 0.3, "a.rows[0].loss_std": 0.01, "a.name": "tabby", "a.list[0]": 1},
        **{"b.share.mean": 0.5, "b.share.std": None, "b.seeds": 1, "c.pixels": 784, "c.sum": 0.25},
    },
    "claims": {
        "good": {"measured": 0.97, "threshold": {"at_least": 0.969}, "holds": True, "numbers": ["a.share.mean"]},
        "single": {"measured": 0.5, "threshold": {"at_least": 0.4}, "holds": True, "numbers": ["b.share.mean"]},
    },
    "figures": {"curve": "a" * 64},
    "files": {"results/curve.npz": "b" * 64},
}


def after(**numbers) -> dict:
    other = copy.deepcopy(RECORD)
    for name, value in numbers.items():
        other["numbers"][name.replace("__", ".")] = value
    return other


def kinds(other, log="") -> dict[str, str]:
    return {finding.name: finding.kind for finding in judge(RECORD, other, log).findings}


def test_nothing_moved():
    judgement = judge(RECORD, copy.deepcopy(RECORD))
    assert (judgement.findings, judgement.kind, judgement.code) == ((), NOTHING, 0)
    assert judgement.comparisons == 2


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("a__share__mean", 0.971, NUMERICS),  # about one standard error
        ("a__share__mean", 0.96, CONTENT),
        ("a__rows[0]__loss", 0.301, NUMERICS),
        ("a__rows[0]__loss", 0.4, CONTENT),
        ("b__share__mean", 0.1, UNTOLD),  # one seed
        ("a__name", "tiger", UNTOLD),
        ("a__list[1]", 2, UNTOLD),  # a list of what chance chose
        ("a__new", 2, CONTENT),
        ("c__pixels", 785, CONTENT),
        ("c__sum", 0.25 * (1 + 1e-8), NUMERICS),
        ("c__sum", 0.2501, CONTENT),
    ],
)
def test_a_number_that_moves(name, value, kind):
    other = after(**{name: value})
    assert kinds(other) == {name.replace("__", "."): kind}
    assert judge(RECORD, other).code == (kind == CONTENT)


def test_spread_least_and_seeds_go_with_the_mean():
    assert kinds(after(a__share__min=0.5, a__share__std=0.0021, a__seeds=9, a__seconds=1.0)) == {}


def test_means_of_fewer_seeds_are_told_from_a_spread_of_one_side():
    few = after(a__share__mean=0.94, a__share__std=None, a__seeds=1, **{"a__rows[0]__loss_std": None})
    assert kinds(few) == {"a.share.mean": CONTENT}
    few["numbers"]["a.share.mean"] = 0.966  # two standard deviations: ten seeds against one see no less than eight
    assert kinds(few) == {"a.share.mean": NUMERICS}


def test_a_refuted_claim():
    other = after(a__share__mean=0.9685)
    other["claims"]["good"] |= {"holds": False, "measured": 0.9685}
    [claim, number] = judge(RECORD, other).findings
    assert (claim.kind, number.kind) == (NUMERICS, NUMERICS) and "its threshold is near" in claim.words
    other = after(a__share__mean=0.95)
    other["claims"]["good"] |= {"holds": False, "measured": 0.95}
    assert kinds(other) == {"good": CONTENT, "a.share.mean": CONTENT}
    other = after(b__share__mean=0.3)
    other["claims"]["single"] |= {"holds": False, "measured": 0.3}
    assert kinds(other) == {"single": CONTENT, "b.share.mean": UNTOLD}


def test_other_bits_and_other_files():
    other = copy.deepcopy(RECORD)
    other["files"]["results/curve.npz"] = "c" * 64
    assert judge(RECORD, other).kind == NUMERICS
    del other["figures"]["curve"]
    assert judge(RECORD, other).kind == CONTENT


LOGS = {
    "a download failed": "https://example.org/t10k: Connection refused\nMNIST could not be downloaded\nexit 1\n",
    "a package is missing": "src/x.py:3: ModuleNotFoundError: No module named 'timm'\nFAILED: study b\nexit 1\n",
    "no space on the disk": "results/a.npz: No space left on device\nFAILED: study a\nexit 1\n",
    "no GPU": "RuntimeError: CUDA error: no kernel image is available for execution\nexit 1\n",
    "not enough memory": "src/x.py:3: there is not enough memory\nexit 1\n",
    "the time was over": "[3/9] train b 1\nexit 124\n",
    "a job failed": "src/x.py:3: TypeError: run() got an unexpected argument\nFAILED: study b; see x.log\nexit 1\n",
}


@pytest.mark.parametrize("cause", LOGS)
def test_a_build_that_failed_tells_what_was_missing(tmp_path, cause):
    (tmp_path / "build.log").write_text(f"[1/9] study a\n{LOGS[cause]}")
    judgement = judge(RECORD, None, drift.failed_log(tmp_path / "build.log"))
    [finding] = judgement.findings
    assert (finding.kind, finding.name, judgement.code) == (INFRASTRUCTURE, cause, 2)
    assert finding.words.split(" · ")[0] in LOGS[cause]


def test_a_build_that_a_claim_stopped_is_a_matter_of_content():
    log = "claim 'good' is refuted: measured 0.9, threshold {'at_least': 0.969}\nFAILED: lecture\nexit 1\n"
    judgement = judge(RECORD, None, log)
    assert [(f.kind, f.name) for f in judgement.findings] == [(CONTENT, "good")] and judgement.code == 1


def test_a_build_that_ended_well_says_nothing(tmp_path):
    (tmp_path / "build.log").write_text("example.org: Connection refused\nthe next mirror was tried\nexit 0\n")
    assert drift.failed_log(tmp_path / "build.log") == ""


def test_a_gpu_that_is_gone_is_missed():
    before = RECORD | {"machine": {"device": "cuda:0 NVIDIA"}}
    judgement = judge(before, copy.deepcopy(RECORD))
    assert [(f.kind, f.name) for f in judgement.findings] == [(INFRASTRUCTURE, "no GPU")] and judgement.code == 2
    assert [finding.name for finding in judge(RECORD, None).findings] == ["no finished build"]


def test_p_values_are_those_of_students_test():
    random = np.random.default_rng(3)
    one, other = random.normal(size=(50, 10)), random.normal(0.5, 1, size=(50, 4))
    expected = stats.ttest_ind(one, other, axis=1).pvalue
    found = drift.p_values(
        one.mean(axis=1), one.std(axis=1, ddof=1), 10, other.mean(axis=1), other.std(axis=1, ddof=1), 4
    )
    assert found == pytest.approx(expected, rel=1e-9)


def test_samples_without_a_spread_are_told_by_permutations():
    # all of three against all of three: one of twenty ways, on either side
    assert drift.p_values([1.0, 1.0], 0, 3, [1.01, 1 + 1e-9], 0, 3).tolist() == [0.1, 1.0]


def test_holm_rejects_step_by_step():
    found = np.array([[0.001, 0.02, 0.024, 0.9], [0.02, 0.001, 0.9, 0.024], [0.2, 0.2, 0.2, 0.2]])
    assert drift.holm(found, 0.05).tolist() == [
        [True, False, False, False],
        [False, True, False, False],
        [False] * 4,
    ]
    assert drift.holm(np.array([0.001, 0.016, 0.02, 0.03]), 0.05).all()


def test_the_smallest_move_that_is_found():
    random = np.random.default_rng(1)
    move = drift.smallest(10, 10, 1e-5)
    one, other = random.normal(size=(20000, 10)), random.normal(move, 1, size=(20000, 10))
    found = stats.ttest_ind(one, other, axis=1).pvalue <= 1e-5
    assert found.mean() == pytest.approx(0.9, abs=0.01)


def test_what_cannot_be_told_is_said():
    judgement = judge(RECORD, after(b__share__mean=0.1))
    text = "\n".join(drift.as_text(judgement))
    assert "1 numbers moved whose spread is unknown: nothing can be told of b.share.mean\n" in text
    assert "b.share.mean: one seed against one can't tell\n" in text
    assert "a.share.mean: 10 seeds against 10 find a move of 0.0041 in nine of ten rebuilds, and one of 0.0061" in text
    assert text.endswith("2 numbers tested: numerics")
    assert "\n- 1 numbers moved" in "\n".join(drift.as_markdown(judgement))
    three = copy.deepcopy(RECORD)
    three["numbers"]["a.seeds"] = 3
    [line] = [line for line in drift.as_text(judge(three, copy.deepcopy(three))) if line.startswith("others: 3 seeds")]
    assert line.endswith("; so few can't tell less")


def test_samples_are_found_by_their_names():
    assert drift.samples(RECORD["numbers"]) == {
        "a.share.mean": Sample(0.97, 0.002, 10),
        "a.rows[0].loss": Sample(0.3, 0.01, 10),
        "b.share.mean": Sample(0.5, 0.0, 1),
    }


@pytest.mark.long
def test_injected_faults_are_told_apart(edited_toy):
    """The toy, with other seeds, on another planet, and where a package is missing."""
    assert edited_toy.tell("record").returncode == 0
    same = edited_toy.tell("drift")
    assert same.returncode == 0 and same.stdout.endswith(": nothing\n")

    edited_toy.edit("config/lecture.yaml", "seeds: [1, 2, 3]", "seeds: [4, 5, 6]")
    edited_toy.build()
    seeds = edited_toy.tell("drift", "--to", "told")
    assert seeds.returncode == 0 and seeds.stdout.endswith(": numerics\n"), seeds.stdout
    assert "random_walk.exponent.mean" in seeds.stdout
    assert (edited_toy.folder / "told/drift.md").read_text().startswith("**numerics**: other bits")

    edited_toy.edit("config/lecture.yaml", "days: 365", "days: 687")
    edited_toy.build()
    days = edited_toy.tell("drift", "--to", "told")
    assert days.returncode == 1 and "content         shared_birthday." in days.stdout
    assert json.loads((edited_toy.folder / "told/drift.json").read_text())["kind"] == CONTENT

    edited_toy.edit("src/toy/walks/random_walk.py", "    random = np", "    import gone\n\n    random = gone, np")
    tried = subprocess.run(
        [ROOT / ".ci/attempt", "told/build.log", *edited_toy.command()], cwd=edited_toy.folder, capture_output=True
    )
    assert tried.returncode == 0
    for log in ([], ["--log", "told/build.log"]):
        gone = edited_toy.tell("drift", *log)
        assert gone.returncode == 2 and gone.stdout.startswith("infrastructure  a package is missing: "), gone.stdout
        assert "install all that the lecture needs" in gone.stdout


def test_a_baseline_that_is_none(edited_toy):
    said = edited_toy.tell("drift", "nowhere")
    assert said.returncode == 2 and said.stderr.startswith("lecture drift: nowhere is no file")
