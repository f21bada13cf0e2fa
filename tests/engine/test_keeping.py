"""What is kept is what was made, or it is made again."""

import pytest

from lecture.keeping import digest, kept


@pytest.fixture
def made():
    """How often something was made."""
    return []


def keep(file, made, key="key", value="значение"):
    return kept(file, key, lambda: made.append(key) or {"value": [value, None, 1.5]})


def test_a_value_is_made_once_for_a_key(tmp_path, made):
    file = tmp_path / "folder/value.json"
    assert keep(file, made) == keep(file, made) == {"value": ["значение", None, 1.5]}
    assert made == ["key"]
    keep(file, made, key="another")
    keep(file, made)  # one file keeps one value
    assert made == ["key", "another", "key"]


def test_without_a_file_nothing_is_kept(made):
    keep(None, made), keep(None, made)
    assert len(made) == 2


@pytest.mark.parametrize("cut", [0, 1, 64, 65, 70, -1])
def test_a_file_that_lost_its_end_is_made_again(tmp_path, made, cut):
    file = tmp_path / "value.json"
    value, whole = keep(file, made), file.read_bytes()
    file.write_bytes(whole[:cut])
    assert keep(file, made) == value and file.read_bytes() == whole
    assert len(made) == 2


@pytest.mark.parametrize("at", [0, 40, 64, 70])
def test_a_file_with_another_byte_is_made_again(tmp_path, made, at):
    file = tmp_path / "value.json"
    value, damaged = keep(file, made), bytearray(file.read_bytes())
    damaged[at] ^= 1
    file.write_bytes(damaged)
    assert keep(file, made) == value
    assert len(made) == 2


def test_what_fails_keeps_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path / "value.json", "key", lambda: 1 / 0)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_nobody_can_write_to_keeps_nothing(tmp_path, made):
    (tmp_path / "folder").write_text("a file")
    assert keep(tmp_path / "folder/value.json", made)["value"][0] == "значение"


def test_where_a_text_ends_counts():
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
