"""`lecture new`: a lecture that builds at once, or one clear line and nothing written."""

import shutil
import subprocess
import sys

import pytest

from lecture import words
from lecture.command import STARTER, main
from tests.engine.conftest import alone


def files(folder) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_language_has_the_same_files():
    assert {path.name for path in STARTER.iterdir()} == {"all", *words.known()}
    assert files(STARTER / "en") == files(STARTER / "ru")


@pytest.mark.parametrize("existing", [False, True], ids=["a new folder", "an empty folder"])
def test_a_lecture_is_written_whole(tmp_path, capsys, existing):
    folder = tmp_path / "Мой курс"
    if existing:
        folder.mkdir()
    main(["new", str(folder)])
    assert files(folder) == files(STARTER / "all") | files(STARTER / "en")
    assert ".gitignore" in files(folder)
    assert str(folder) in capsys.readouterr().out


@pytest.mark.long
def test_a_russian_lecture_builds_at_once(tmp_path):
    main(["new", str(tmp_path / "курс"), "--language", "ru"])
    lecture = alone(tmp_path / "курс", tmp_path / "absent")
    assert lecture.build()[-1] == "all"
    assert lecture.published().keys() >= {
        "public/index.html",
        "public/lecture.pdf",
        "public/slides.html",
        "public/lecture.epub",
    }
    text = (lecture.folder / "public/index.html").read_text(encoding="utf-8")
    assert '<html lang="ru"' in text
    assert "23\N{NO-BREAK SPACE}человек" in text and "50,7\N{NO-BREAK SPACE}%" in text


@pytest.mark.parametrize("kind", ["a folder with a file", "a file"])
def test_what_is_there_stays(tmp_path, kind):
    folder = tmp_path / "course"
    if kind == "a file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "mine.md").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(["new", str(folder)])
    expected = f"lecture new: {folder} is not an empty folder; name one that is empty or doesn't exist yet"
    assert str(stopped.value) == expected
    assert files(tmp_path) == before


def test_nothing_half_is_left(tmp_path, monkeypatch):
    copy = shutil.copyfile

    def full(source, target, **options):
        if str(source).endswith("claims.yaml"):
            raise OSError("no space left on the device")
        return copy(source, target, **options)

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(SystemExit, match="no space left on the device"):
        main(["new", str(tmp_path / "course")])
    assert files(tmp_path) == set()


def test_an_unknown_language_is_named_with_those_that_are_known(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["new", str(tmp_path / "course"), "--language", "de"])
    assert "invalid choice: 'de' (choose from" in capsys.readouterr().err
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["watch", "--port", "-1"], "argument --port: '-1' is no whole number from 0 to 65535"),
        (["watch", "--port", "65536"], "argument --port: '65536' is no whole number"),
        (["watch", "--port", "http"], "argument --port: 'http' is no whole number"),
        (["archive", "--cores", "0"], "argument --cores: '0' is no whole number from 1"),
        (["fetch", "archive.tar.xz", "--cores", "-2"], "argument --cores: '-2' is no whole number"),
        (["reproduce", "--cores", "1.5"], "argument --cores: '1.5' is no whole number"),
        (["reproduce", "--cores", "9" * 5000], "is no whole number"),
    ],
)
def test_a_number_that_can_not_be_meant_is_refused(arguments, message, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new", "file/lecture"], "lecture new: file/lecture: Not a directory"),
        (["reproduce", "--keep", "file"], "lecture reproduce: file: Not a directory"),
        (["edition", "--from", "nosuch"], "lecture edition: nosuch: give an address that begins with http:// or"),
        (["edition", "--from", "http://[x"], "lecture edition: http://[x/editions/editions.json: "),
        (["edition", "--from", "http://127.0.0.1:9"], "/editions/editions.json: Connection refused"),
        (["edition", "index.html"], "lecture edition: 'index.html' is a file beside the editions; take another name"),
        (["edition", "editions.json"], "lecture edition: 'editions.json' is a file beside the editions"),
        (["fetch", "http://[x"], "lecture fetch: http://[x: "),
    ],
)
def test_what_can_not_be_had_or_written_is_told_in_a_line_that_names_it(
    arguments, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "Snakefile").touch()
    before = files(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = str(ended.value.code) if isinstance(ended.value.code, str) else capsys.readouterr().err
    assert message in told and "\n" not in told.strip() and "Errno" not in told
    assert files(tmp_path) == before


def test_the_command_is_installed_under_its_name():
    command = [sys.executable, "-c", "from importlib.metadata import entry_points as e; print(e(name='lecture'))"]
    assert "lecture.command:main" in subprocess.run(command, check=True, capture_output=True, text=True).stdout
