"""The profile for a cluster names rules that there are, and sends all small ones together."""

import re

import yaml

from tests.conftest import ROOT

PROFILE = yaml.safe_load((ROOT / "workflow/profiles/slurm/config.yaml").read_text())
# Long, or what others wait for.
ALONE = {
    "arrays_on_record",
    "all",
    "train",
    "experiment",
    "origin",
    "rulegraph",
    "dataset",
    "mnist_files",
}
FILES = [*ROOT.glob("src/lecture/workflow/*.smk"), *ROOT.glob("workflow/rules/*.smk"), ROOT / "Snakefile"]
RULES = set(re.findall(r"^(?:use rule \w+ as|rule) (\w+)", "\n".join(file.read_text() for file in FILES), re.MULTILINE))


def test_each_rule_is_sent_with_others_or_alone_for_a_reason():
    together = dict(entry.split("=") for entry in PROFILE["groups"])
    assert set(together) | ALONE == RULES and not set(together) & ALONE
    assert {entry.partition("=")[0] for entry in PROFILE["group-components"]} <= set(together.values())


def test_what_is_set_is_set_for_rules_that_there_are():
    assert set(PROFILE["set-resources"]) <= RULES


def test_what_is_sent_together_asks_for_an_hour_at_most():
    usual, own = PROFILE["default-resources"]["runtime"], PROFILE["set-resources"]
    together = dict(entry.split("=") for entry in PROFILE["groups"])
    for group, many in (entry.split("=") for entry in PROFILE["group-components"]):
        minutes = [own.get(rule, {}).get("runtime", usual) for rule, name in together.items() if name == group]
        assert int(many) * max(minutes) <= 60, group
