"""Every mistake in the configuration is named, with the key at which it stands."""

import copy
import json
import re
from pathlib import Path

import pytest
import yaml

from cnn.learning import settings
from lecture.build.configuration import ConfigurationError, Places, check, stop
from lecture.files.texts import TextError
from lecture.studies import declarations
from tests.generated import notebooks

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "config/lecture.schema.json").read_text(encoding="utf-8"))
DECLARED = declarations.declared(ROOT / "src/cnn")
STUDIES = list(DECLARED.studies.values())
CLAIMS = declarations.claims(DECLARED.claims)
GIVEN = frozenset({"device"})
NOTEBOOKS = {"04-digits-pytorch": {}, "06-digits-keras": {"fit_examples": 1}, "training-report": {}}


def merged(*files: str) -> dict:
    """Configuration files one over the other, as Snakemake merges them."""

    def update(old: dict, new: dict) -> dict:
        for key, value in new.items():
            old[key] = update(old.get(key, {}), value) if isinstance(value, dict) else value
        return old

    config: dict = {}
    for file in files:
        update(config, yaml.safe_load((ROOT / "config" / file).read_text(encoding="utf-8")))
    return config


def check_all(config: dict, claims=CLAIMS, notebooks=NOTEBOOKS) -> None:
    """All checks of the configuration that a build makes."""
    check(config, SCHEMA, STUDIES, GIVEN, claims, notebooks)
    stop(list(settings.mistakes(config, DECLARED.studies)))


def mistakes(config: dict, claims=CLAIMS, notebooks=NOTEBOOKS) -> list[str]:
    """What is reported, a line each."""
    with pytest.raises(ConfigurationError) as caught:
        check_all(config, claims, notebooks)
    first, *lines = str(caught.value).splitlines()
    assert first == "The configuration is wrong:"
    return [line.strip() for line in lines]


@pytest.fixture
def config() -> dict:
    return copy.deepcopy(merged("lecture.yaml"))


def change(config: dict, place: str, value) -> None:
    *groups, last = place.split(".")
    for group in groups:
        config = config[group]
    config[last] = value


def rename(config: dict, place: str, name: str) -> None:
    *groups, last = place.split(".")
    for group in groups:
        config = config[group]
    config[name] = config.pop(last)


@pytest.mark.parametrize("files", [["lecture.yaml"], ["lecture.yaml", "preview.yaml"], ["lecture.yaml", "full.yaml"]])
def test_the_lectures_own_configurations_are_right(files):
    check_all(merged(*files), CLAIMS, notebooks())


@pytest.mark.parametrize("file", ["preview.yaml", "full.yaml"])
def test_a_smaller_or_larger_edition_only_overrides(file):
    whole, part = merged("lecture.yaml"), merged(file)
    for group in ("networks", "claims"):
        assert set(part.get(group, {})) <= set(whole[group])
    assert part["edition"] == file.removesuffix(".yaml")


@pytest.mark.parametrize(
    ("place", "name", "line"),
    [
        ("training_examples", "training_exampels", "training_exampels: there is no such key; did you mean training_ex"),
        ("networks.a.epochs", "epoch", "networks.a.epoch: there is no such key; did you mean epochs?"),
        ("networks.b.batch_size", "batchsize", "networks.b.batchsize: there is no such key; did you mean batch_size?"),
        ("networks.a.optimiser.momentum", "momentun", "networks.a.optimiser.momentun: there is no such key; did you"),
        ("claims.accuracy_a.at_least", "atleast", "claims.accuracy_a.atleast: there is no such key; did you mean at_"),
    ],
)
def test_a_misspelt_key_is_named_with_the_right_one(config, place, name, line):
    rename(config, place, name)
    assert any(found.startswith(line) for found in mistakes(config))


def test_a_key_like_no_other_is_answered_with_what_there_is(config):
    change(config, "networks.a.zzz", 1)
    [line] = mistakes(config)
    assert line.startswith("networks.a.zzz: there is no such key; known: batch_size, build, data,")


@pytest.mark.parametrize(
    "place", ["edition", "claims", "networks.a", "networks.b.seeds", "networks.a.build", "networks.a.optimiser.lr"]
)
def test_a_missing_key_is_named(config, place):
    *groups, last = place.split(".")
    inner = config
    for group in groups:
        inner = inner[group]
    del inner[last]
    assert mistakes(config) == [f"{place}: this key is missing"]


def test_all_missing_keys_are_named_at_once():
    assert sorted(mistakes({})) == sorted(
        f"{key}: this key is missing"
        for key in (
            "cell_seconds",
            "edition",
            "refuted",
            "training_examples",
            "portable",
            "pretrained",
            "data",
            "networks",
            "experiments",
            "measurements",
            "notebooks",
            "claims",
        )
    )


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("edition", "weekly", "weekly"),
        ("training_examples", 60_001, "60001"),
        ("training_examples", "all", "integer"),
        ("networks.a.epochs", 0, "0 is less"),
        ("networks.a.epochs", 2.5, "integer"),
        ("networks.a.epochs", True, "integer"),
        ("networks.a.epochs", None, "integer"),
        ("networks.b.batch_size", -1, "-1 is less"),
        ("networks.a.images", "raw", "raw"),
        ("networks.a.build", "torchvision.models:resnet18", "resnet18"),
        ("networks.a.build", "network_a", "network_a"),
        ("networks.a.optimiser", "SGD", "object"),
        ("networks.a.optimiser.name", "sgd", "sgd"),
        ("networks.a.optimiser.lr", 0, "0"),
        # YAML reads 1e-3 without a point as a text
        ("networks.a.optimiser.lr", "1e-3", "number"),
        ("networks.a.optimiser.momentum", 1, "1"),
        ("networks.a.seeds", [], "[]"),
        ("networks.a.seeds", [1, 2, 1], "unique"),
        ("networks.a.seeds", 3, "array"),
        ("networks.a.seeds.0", -1, "-1"),
        ("networks.a.seeds.0", 2**32, "4294967296"),
        ("claims.accuracy_a", {}, "{}"),
        ("claims.accuracy_a", None, "object"),
        ("claims.accuracy_a.at_least", "97 %", "number"),
        ("notebooks.06-digits-keras", {"fit_examples": [1]}, "[1]"),
    ],
)
def test_an_impossible_value_is_named_with_its_place(config, place, value, words):
    if place == "networks.a.seeds.0":
        config["networks"]["a"]["seeds"] = [value]
    elif place.startswith("notebooks."):
        config["notebooks"] = {"06-digits-keras": value}
        place += ".fit_examples"
    else:
        change(config, place, value)
    [line] = mistakes(config)
    assert line.startswith(f"{place}: ") and words in line


def test_several_mistakes_are_reported_at_once(config):
    change(config, "networks.a.epochs", 0)
    change(config, "networks.b.seeds", [])
    change(config, "claims.accuracy_a.at_last", 1)
    lines = mistakes(config)
    assert len(lines) == 3
    for place in ("networks.a.epochs: ", "networks.b.seeds: ", "claims.accuracy_a.at_last: "):
        assert any(line.startswith(place) for line in lines)


@pytest.mark.parametrize("name", ["cnn.networks.digits:netwrk_a", "cnn_lecture.nets:network_a"])
def test_a_network_that_is_not_there(config, name):
    change(config, "networks.a.build", name)
    module, definition = name.split(":")
    assert mistakes(config) == [f"networks.a.build: {module} defines no {definition!r}"]


def test_names_of_networks(config):
    config["networks"]["Big one"] = config["networks"]["b"]
    [line] = mistakes(config)
    assert line.startswith("networks: ") and "Big one" in line


def test_one_more_network_is_allowed(config):
    config["networks"]["a_wide"] = config["networks"]["a"]
    check_all(config)


def test_an_unknown_claim(config):
    rename(config, "claims.accuracy_b", "acuracy_b")
    assert sorted(mistakes(config)) == [
        "claims.accuracy_b: this claim has no bounds",
        "claims.acuracy_b: there is no such claim; did you mean accuracy_b?",
    ]


def test_an_unknown_notebook(config):
    config["notebooks"] = {"06-digit-keras": {"fit_examples": 512}}
    assert mistakes(config) == ["notebooks.06-digit-keras: there is no such notebook; did you mean 06-digits-keras?"]
    assert mistakes(config, notebooks=[]) == ["notebooks.06-digit-keras: there is no such notebook; known: none"]


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("networks.a.epochs", 3.0, "networks.a.epochs: 3.0 is not of type 'integer'"),
        ("claims.accuracy_a", {"at_least": 0.9, "at_most": 0.8}, "claims.accuracy_a: at_least is above at_most"),
        (
            "claims.accuracy_a",
            {"rewritten": "было 0,9"},
            "claims.accuracy_a: there is no bound; write at_least, at_most or both",
        ),
        (
            "networks.a.optimiser",
            {"name": "Adam", "lr": 0.1, "momentum": 0.5},
            "networks.a.optimiser.momentum: Adam has no such setting",
        ),
        ("networks.a.1", None, "networks.a.1: a key must be a text, not int"),
    ],
)
def test_values_that_do_not_go_together(config, place, value, line):
    if place.endswith(".1"):
        config["networks"]["a"][1] = 2
    else:
        change(config, place, value)
    assert mistakes(config) == [line]


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("networks.a.build", "cnn.networks.digits:pixels", "networks.a.build: "),
        (
            "networks.a.build",
            "cnn.learning.training:train",
            "networks.a.build: cnn.learning.training:train is no function",
        ),
        ("networks.a.batch_size", 60_000, ""),
        ("networks.b_plain.batch_size", 12_001, "networks.b_plain.batch_size: 12001 is more than the 12000 training"),
        ("networks.a.data", "Robustness", "networks.a.data: results/robustness.json has another meaning"),
        ("pretrained", "ResNet18_Weights.IMAGENET1K_V1", ""),
        (
            "pretrained",
            "ResNet18_Weights.IMAGENET1K_V7",
            "pretrained: torchvision has no weights ResNet18_Weights.IMAG",
        ),
        ("pretrained", "ResNet17_Weights.DEFAULT", "did you mean ResNet18_Weights.DEFAULT?"),
        ("notebooks.06-digits-keras.fit_examples", "512", "the notebook's own is of type int, 1; this is '512'"),
        ("notebooks.06-digits-keras.fit_exampels", 512, "there is no such parameter; did you mean fit_examples?"),
        ("experiments.learning_rate_grid.batch_sizes", [64, 9000], "batch_sizes make 9000; there are no more examples"),
        (
            "experiments.learning_rate_grid.validation_examples",
            60_000,
            "make 68000; the training set has no more: 60000",
        ),
    ],
)
def test_what_no_schema_sees(config, place, value, line):
    change(config.setdefault("notebooks", {}), "06-digits-keras", {}) if place.startswith("notebooks") else None
    change(config, place, value)
    if line:
        assert line in "\n".join(mistakes(config))
    else:
        check_all(config)


def test_a_network_that_takes_the_file_of_a_study(config):
    config["networks"]["sizes"] = config["networks"]["a"]
    assert mistakes(config) == [
        "networks.sizes: results/network_sizes.json is the result of a study; choose another name"
    ]


def test_a_mistake_has_its_file_and_line(config, tmp_path):
    (tmp_path / "lecture.yaml").write_text("networks:\n  a:\n    epochs: 0\n")
    (tmp_path / "preview.yaml").write_text("networks: {a: {seeds: []}}\n")
    places = Places([tmp_path / "lecture.yaml", tmp_path / "preview.yaml"], {"edition": "weekly"})
    change(config, "networks.a.epochs", 0)
    change(config, "networks.a.seeds", [])
    change(config, "networks.b.epochs", 0)
    change(config, "edition", "weekly")
    with pytest.raises(ConfigurationError) as caught:
        check(config, SCHEMA, STUDIES, GIVEN, CLAIMS, NOTEBOOKS, places)
    lines = str(caught.value).splitlines()
    for start, place in [
        ("edition: ", "on the command line"),
        ("networks.a.epochs: ", f"{tmp_path}/lecture.yaml:3"),
        ("networks.a.seeds: ", f"{tmp_path}/preview.yaml:1"),
        ("networks.b.epochs: ", f"{tmp_path}/preview.yaml:1"),  # nothing names the key, so its parent is named
    ]:
        assert any(line.strip().startswith(start) and line.endswith(f"({place})") for line in lines), (start, lines)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "lecture\n", "3\n"])
def test_a_file_without_keys_is_named(tmp_path, text):
    right, wrong = tmp_path / "lecture.yaml", tmp_path / "preview.yaml"
    right.write_text("edition: lecture\n")
    wrong.write_text(text)
    with pytest.raises(TextError, match=rf"^{wrong}:1: a configuration is keys with their values"):
        Places([right, wrong])


@pytest.mark.parametrize(
    ("own", "place"),
    [
        ([], ""),
        ({"properties": {"seeds": {"type": "intger"}}}, "properties.seeds.type"),
        ({"properties": []}, "properties"),
        ({"$defs": {"settings": {"steps": 7}}}, "$defs.settings.steps"),
        ({"required": "seeds"}, "required"),
    ],
)
def test_a_schema_that_is_none_is_named_with_its_key(own, place):
    with pytest.raises(ConfigurationError, match=rf"^the lecture's schema: {re.escape(place)}"):
        check({}, own, STUDIES, GIVEN, CLAIMS, NOTEBOOKS)
