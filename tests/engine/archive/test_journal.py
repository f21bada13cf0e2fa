"""What jobs wrote is known, whatever the times of files say."""

import json
import os

from lecture.archive.journal import Journal


def written(tmp_path, monkeypatch) -> Journal:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    (tmp_path / "folder/inner").mkdir(parents=True)
    (tmp_path / "folder/inner/x").write_text("x")
    journal = Journal(tmp_path / "journal.jsonl")
    journal.note(["b", "folder"], ["a"], "settings")
    journal.note(["c"], ["b"])
    return Journal.read(tmp_path / "journal.jsonl")


def test_what_is_as_it_was_written_is_not_told(tmp_path, monkeypatch):
    journal = written(tmp_path, monkeypatch)
    assert list(journal.differing(["a", "b", "c", "folder", "unknown"])) == []
    assert journal.jobs["b"].settings == "settings"


def test_a_changed_file_is_told_though_time_and_size_are_the_same(tmp_path, monkeypatch):
    journal = written(tmp_path, monkeypatch)
    before = os.stat("b")
    (tmp_path / "b").write_text("B")
    os.utime("b", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "folder/inner/x").write_text("y")
    assert list(journal.differing(["b", "c", "folder"])) == ["b", "folder"]
    (tmp_path / "b").write_text("b")
    (tmp_path / "folder/.snakemake_timestamp").touch()
    (tmp_path / "c").unlink()  # Snakemake sees that by itself
    assert list(journal.differing(["b", "c"])) == []


def test_what_a_file_was_made_from(tmp_path, monkeypatch):
    assert written(tmp_path, monkeypatch).behind(["c"]) == {"a", "b", "c"}


def test_a_line_that_a_kill_cut_off_is_none(tmp_path, monkeypatch):
    journal = written(tmp_path, monkeypatch)
    with open(journal.file, "a") as file:
        file.write('{"outputs": {"b": ["0')
    again = Journal.read(journal.file)
    assert again.jobs.keys() == {"b", "folder", "c"}
    again.note(["a"], [])
    assert "a" in Journal.read(journal.file).jobs


def test_a_long_journal_is_made_short(tmp_path, monkeypatch):
    journal = written(tmp_path, monkeypatch)
    for _ in range(200):
        journal.note(["c"], ["b"])
    Journal.read(journal.file)
    lines = journal.file.read_text().split()
    assert [sorted(json.loads(line)["outputs"]) for line in lines] == [["b", "folder"], ["c"]]
