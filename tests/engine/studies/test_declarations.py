"""What a lecture's package declares: a module that can't be read is told with its file and line."""

import pytest

from lecture.files.texts import TextError
from lecture.studies.declarations import DeclarationError, claims, declared, needed, unfounded

WALK = "def measure(length: int):\n    return length\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src/toy/walks").mkdir(parents=True)
    (tmp_path / "src/toy/walks/walk.py").write_text(WALK)
    return tmp_path / "src/toy"


def test_a_study_is_found(package):
    assert list(declared(package).studies) == ["walk"]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"x = 1\ndef (\n", 2, "this is not Python: invalid syntax"),
        (b"def f():\nx = 1\n", 2, "this is not Python: expected an indented block"),
        (b"'''never closed\n", 1, "this is not Python: unterminated triple-quoted string literal"),
        (b"x = 1\n# \xe9\n", 2, "the byte 0xe9 is not UTF-8"),
        (b"x = 1\n\x00\n", 2, "a control character, U+0000"),
        ("x = 1".encode("utf-16"), 1, "this is UTF-16"),
    ],
)
def test_a_module_that_is_no_python(package, content, line, message):
    (package / "walks/other.py").write_bytes(content)
    with pytest.raises(TextError) as caught:
        declared(package)
    assert str(caught.value).startswith(f"{package}/walks/other.py:{line}: {message}")


def test_a_module_that_is_not_there(package):
    (package / "walks/other.py").symlink_to("nowhere")
    with pytest.raises(TextError, match=r"walks/other\.py:1: this file can't be read: No such file"):
        declared(package)


def test_a_claim_without_a_ground_is_told_with_its_line(package):
    file = package / "walks/claims.yaml"
    file.write_text(
        "far:\n  statement: It gets far.\n  measured: walk.far - nosuch.near\n"
        "near: {statement: It stays near., measured: walk.near}\n"
        "away:\n  statement: It is away.\n  measured: nosuch.away\n  only: {planet: Mars}\n"
        "gone:\n  statement: It is gone.\n  measured: walk.gone\n  only: {planett: Earth}\n"
    )
    made, facts = claims([file]), {"planet": "Earth"}
    assert list(unfounded([file], made, facts, lambda name: name == "results/walk.json")) == [
        f"{file}:3: the claim 'far': no numbers 'nosuch': no rule makes results/nosuch.json",
        f"{file}:12: the claim 'gone': no fact 'planett'; there is planet",
    ]
    del made["gone"]
    assert not list(unfounded([file], made, facts, lambda name: True))


def needing(package, literal: str):
    (package / "walks/walk.py").write_text(f"NEEDS = {literal}\n{WALK}")
    return declared(package).studies["walk"]


def test_what_a_study_needs_follows_from_its_settings(package):
    study = needing(package, '{"steps": "2 * length + most", "walks": 3, "of_all": "(lengths + [length]) | max"}')
    found = needed(study, {"length": 10, "most": 5, "lengths": [4, 12]})
    assert found == {"steps": (25, ["length", "most"]), "walks": (3, []), "of_all": (12, ["length", "lengths"])}
    assert needed(needing(package, "{}"), {}) == {}


@pytest.mark.parametrize(
    ("literal", "message"),
    [
        ('["steps"]', "NEEDS: expected names and, of each, a number or an expression of settings"),
        ('{"steps": 2.5}', "NEEDS: expected names and, of each, a number or an expression of settings"),
        ('{"steps": len(x)}', "NEEDS is read without importing: write a literal"),
        ('{"steps": "length +"}', "NEEDS: steps: 'length +': unexpected 'end of template'"),
        ('{"steps": "lenght + 1"}', "NEEDS: steps: 'lenght + 1': 'lenght' is undefined"),
        ('{"steps": "lenght"}', "NEEDS: steps: 'lenght' is None; expected a whole number"),
        ('{"steps": "length / 4"}', "NEEDS: steps: 'length / 4' is 2.5; expected a whole number"),
        ('{"steps": "length / 0"}', "NEEDS: steps: 'length / 0': division by zero"),
    ],
)
def test_needs_that_are_none_are_told_with_the_file(package, literal, message):
    with pytest.raises(DeclarationError) as caught:
        needed(needing(package, literal), {"length": 10})
    assert str(caught.value).startswith(f"{package}/walks/walk.py:1: {message}")
