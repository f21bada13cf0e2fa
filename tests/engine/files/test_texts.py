"""Files that people write: what is refused, with file and line, before anything is made of it."""

import os

import pytest
import yaml

from lecture.files import texts
from lecture.files.texts import TextError, parse, place, read, text_of


@pytest.mark.parametrize("content", [b"a: 1\n", b"\xef\xbb\xbfa: 1\n", b"a: 1\r\nb: 2\r\n", "a: ё\n".encode()])
def test_a_text_is_read(tmp_path, content):
    file = tmp_path / "t.yaml"
    file.write_bytes(content)
    assert text_of(file) == content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: \xd0\n", "2: the byte 0xd0 is not UTF-8"),
        ("a: ё\n".encode("cp1251"), "1: the byte 0xb8 is not UTF-8"),
        ("a: 1\n".encode("utf-16"), "1: this is UTF-16"),
        (b"a: 1\n\x00", "2: a control character, U+0000"),
        (b"a: \x1b[0m\n", "1: a control character, U+001B"),
        ("a: x\nb: \x9by\n".encode(), "2: a control character, U+009B"),
        ("a: \u202ey\n".encode(), "1: a control character, U+202E"),
        ("a: \uffff\n".encode(), "1: a control character, U+FFFF"),
        (b"a" * (texts.LARGEST + 1), f"1: {texts.LARGEST + 1} bytes are more than {texts.LARGEST}"),
    ],
)
def test_what_is_no_text(tmp_path, content, message):
    file = tmp_path / "t.yaml"
    file.write_bytes(content)
    with pytest.raises(TextError) as refused:
        text_of(file)
    assert str(refused.value).startswith(f"{file}:{message}")


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    for file, reason in [(tmp_path / "none.yaml", "No such file"), (tmp_path, "directory")]:
        with pytest.raises(TextError, match=rf"^{file}:1: this file can't be read: .*{reason}"):
            text_of(file)


def test_what_is_no_plain_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "endless.md"):
        with pytest.raises(TextError, match=rf"{name}:1: this is no plain file"):
            text_of(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, -2, 0, +3]\nb: {c: 1.5, d: -1.0e-7, e: .5, f: 1., g: 1.0e+3}\n",
        'a: true\nb: False\nc: null\nd: ~\ne:\nf: "0777"\ng: "no"\nh: \'1:40\'\n',
        "a: |\n  text: with colons\nb: plain text\n",
        "{}\n",
        "[]\n",
        "",
        '{"a": [1, 2.5, "x"]}',
    ],
)
def test_what_is_what_it_looks_like_is_read_as_pyyaml_reads_it(text):
    assert parse(text, "t.yaml").value == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("0777", "YAML reads 511 here"),
        ("1:40", "YAML reads 100 here"),
        ("1" + ":40" * 900, "a whole number has at most 19 digits"),
        ("0x" + "F" * 900, "a whole number has at most 19 digits"),
        (f"{{{'1' * 15}: 2}}", "a key must be a text"),
        (f"{{? {'a ' * 400}: 1, ? {'a ' * 400}: 2}}", "stands twice"),
        ("1:40.5", "YAML reads 100.5 here"),
        ("1_000", "YAML reads 1000 here"),
        ("0b11", "YAML reads 3 here"),
        ("0x1F", "YAML reads 31 here"),
        ("no", "YAML reads False here"),
        ("On", "YAML reads True here"),
        ("1e-3", "YAML reads a text here"),
        ("1.0e3", "YAML reads a text here"),
        (".nan", "no finite number"),
        ("-.inf", "no finite number"),
        ("1.0e+999", "too large"),
        ("9" * 20, "a whole number has at most 19 digits"),
        ("-" + "9" * 5000, "a whole number has at most 19 digits"),
        ("2026-11-29", "write it in quotes"),
        ("=", "write it in quotes"),
        ("!!python/object/apply:os.system [id]", "the tag tag:yaml.org,2002:python/object/apply:os.system is unknown"),
        ("!mine 1", "the tag !mine is unknown"),
        ("!!binary aGk=", "tag"),
        ("!!set {x}", "tag"),
        ("&x 1", "anchors and aliases"),
        ("[" * 40 + "]" * 40, "lists and mappings in each other"),
        ("[" * 20000, "nesting depth"),
        ("[1", "this is not YAML"),
        ("a\tb", "a tab; write spaces"),
        ("{a: 1, a: 2}", "the key 'a' stands twice, here and in line 3"),
        ("{1: 2}", "a key must be a text"),
        ("{[1]: 2}", "a key must be a text"),
        ("{on: 2}", "a key must be a text"),
        ("{<<: {a: 1}}", "merging, <<, isn't followed; write the keys out"),
    ],
)
def test_a_value_that_is_not_what_it_looks_like(value, message):
    with pytest.raises(TextError) as refused:
        parse(f"one: 1\nlist:\n- {value}\n", "config/t.yaml")
    assert message in str(refused.value) and len(str(refused.value)) < 200
    line = int(str(refused.value).split(":")[1])
    assert str(refused.value).startswith("config/t.yaml:") and line == (4 if value == "[1" else 3)


def test_all_mistakes_come_at_once():
    with pytest.raises(TextError) as refused:
        parse("a: 0777\nb: yes\nc: {d: .nan, d: 1}\n", "t.yaml")
    assert [line.split(": ")[0] for line in str(refused.value).splitlines()] == [
        "t.yaml:1",
        "t.yaml:2",
        "t.yaml:3",
        "t.yaml:3",
    ]


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    bomb = "a: &a [x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(TextError, match="anchors and aliases"):
        parse(bomb, "t.yaml")


def test_the_place_of_a_key(tmp_path):
    (tmp_path / "a.yaml").write_text("x:\n  y: 1\n  z: [1,\n    2]\n")
    (tmp_path / "b.yaml").write_text("\nx: {y: 2}\n")
    documents = [(name, read(tmp_path / name)) for name in ("a.yaml", "b.yaml")]
    assert place(documents, ("x", "y")) == "b.yaml:2"
    assert place(documents, ("x", "z", "1")) == "a.yaml:4"
    assert place(documents, ("x", "unknown")) == "b.yaml:2"
    assert place(documents, ("unknown",)) == ""
