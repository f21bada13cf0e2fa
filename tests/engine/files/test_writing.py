import errno
import hashlib
import json
import os
import stat
import time

import numpy as np
import pytest

from lecture import files


def test_what_is_written_is_there(tmp_path):
    folder = tmp_path / "new" / "folder"
    files.write_text(folder / "text", "Текст\n")
    files.write_json(folder / "numbers.json", {"б": [1, 0.1, None, True]})
    files.write_arrays(folder / "arrays.npz", a=np.arange(3), b=np.eye(2, dtype=np.float32))
    assert (folder / "text").read_text(encoding="utf-8") == "Текст\n"
    assert files.read_json(folder / "numbers.json") == {"б": [1, 0.1, None, True]}
    assert "б" in (folder / "numbers.json").read_text(encoding="utf-8")
    arrays = np.load(folder / "arrays.npz")
    np.testing.assert_array_equal(arrays["a"], [0, 1, 2])
    assert arrays["b"].dtype == np.float32
    assert sorted(path.name for path in folder.iterdir()) == ["arrays.npz", "numbers.json", "text"]


def test_a_float_survives_json(tmp_path):
    for value in (0.1 + 0.2, 1e-300, 2**53 - 1, np.nextafter(1, 2).item()):
        files.write_json(tmp_path / "x", value)
        assert files.read_json(tmp_path / "x") == value


def test_others_may_read(tmp_path):
    files.write_bytes(tmp_path / "file", b"x")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o644


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch, step, failure):
    files.write_bytes(tmp_path / "file", b"old")

    def fail(*arguments):
        raise failure

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(failure)):
        files.write_bytes(tmp_path / "file", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"old")]


def test_the_new_content_is_on_disk_before_it_replaces_the_old(tmp_path, monkeypatch):
    steps = []
    for step, call in (("fsync", os.fsync), ("replace", os.replace)):
        monkeypatch.setattr(os, step, lambda *a, step=step, call=call: (steps.append(step), call(*a)))
    files.write_bytes(tmp_path / "file", b"new")
    assert steps == ["fsync", "replace"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [1, -float("inf")]}])
def test_json_without_nan(tmp_path, value):
    files.write_json(tmp_path / "numbers.json", 1)
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "numbers.json", value)
    assert files.read_json(tmp_path / "numbers.json") == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_the_same_arrays_give_the_same_bytes(tmp_path, monkeypatch):
    arrays = {"b": np.random.default_rng(0).random((5, 7)), "a": np.arange(9, dtype=np.uint8)}
    files.write_arrays(tmp_path / "one", **arrays)
    later = time.time() + 1e8
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    files.write_arrays(tmp_path / "two", **arrays)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("content", ["", "{", "{'a': 1}", "<html>"])
def test_a_file_that_is_not_json_is_named(tmp_path, content):
    (tmp_path / "numbers.json").write_text(content)
    with pytest.raises(ValueError, match=r"numbers\.json: not JSON: "):
        files.read_json(tmp_path / "numbers.json")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.read_json(tmp_path / "numbers.json")


def test_checksums(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").write_bytes(b"")
    found = files.checksums([tmp_path / "a", str(tmp_path / "b")])
    assert found == {
        str(tmp_path / "a"): "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        str(tmp_path / "b"): hashlib.sha256().hexdigest(),
    }
    assert json.loads(json.dumps(found)) == found
