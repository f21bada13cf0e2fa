"""Editions beside the current one, with a page that says what each is."""

import functools
import json
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lecture.archive import editions
from lecture.archive.editions import EditionError

ENTRY = {
    **{"size": "preview", "title": "Свёртки", "lang": "ru", "sentence": "Предпросмотр <мал>.", "data": ["MNIST"]},
    **{"version": "2.0.0", "date": "29 ноября", "commit": "abc", "claims": 150, "refuted": 3},
    "files": {"index.html": "0" * 64, "lecture.pdf": "0" * 64},
}


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for key, value in attributes if key == "href"]


def links(page: str) -> list[str]:
    parser = Links()
    parser.feed(page)
    return parser.found


def test_the_index_says_what_each_edition_is():
    page = editions.index({"fashion": ENTRY | {"data": ["FashionMNIST"]}}, ENTRY | {"size": "lecture", "sentence": ""})
    assert links(page)[:3] == ["../index.html", "../index.html", "../lecture.pdf"]
    assert "fashion/lecture.pdf" in links(page)
    assert "Предпросмотр &lt;мал&gt;." in page and "FashionMNIST" in page and "выполняются 147 из 150" in page
    assert "http" not in page.replace("http-equiv", "")


def files(folder) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.long
def test_an_edition_is_kept_and_the_current_one_stays(edited_toy, tmp_path, monkeypatch):
    public = edited_toy.folder / "public"
    before = files(public)

    done = edited_toy.tell("edition", "first")
    assert done.returncode == 0, done.stderr
    after = files(public)
    assert {path: data for path, data in after.items() if not path.startswith("editions/")} == before
    assert {f"editions/first/{path}" for path in before} <= after.keys()
    page = (public / editions.INDEX).read_text(encoding="utf-8")
    for link in links(page):
        assert (public / "editions" / link).is_file(), link

    edited_toy.build("--configfile", "config/short.yaml")  # another edition is current now
    assert files(public / "editions/first") == {
        path.removeprefix("editions/first/"): data for path, data in after.items() if path.startswith("editions/first/")
    }
    listed = json.loads((public / editions.LIST).read_text())  # the publication has written it
    assert listed["current"] == editions.describe(edited_toy.folder) and listed["current"]["size"] == "short"
    page = (public / editions.INDEX).read_bytes()
    assert page == editions.index(listed["editions"], listed["current"]).encode()
    assert edited_toy.tell("edition").stdout == "1 editions beside the current one: public/editions/index.html\n"
    assert (public / editions.INDEX).read_bytes() == page
    assert edited_toy.tell("edition", "short").returncode == 0
    assert "The same files as those of the current edition." in (public / editions.INDEX).read_text(encoding="utf-8")
    entries = json.loads((public / editions.LIST).read_text())["editions"]
    assert {name: entry["size"] for name, entry in entries.items()} == {"first": "lecture", "short": "short"}

    # published elsewhere, they are brought along
    monkeypatch.setenv("no_proxy", "*")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=public)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    site, other = f"http://127.0.0.1:{server.server_port}", tmp_path / "other"
    other.mkdir()
    try:
        assert [line.partition(":")[0] for line in editions.fetch(site, other)][:2] == ["first", "short"]
        assert files(other / "editions/first") == files(public / "editions/first")
        assert "first: is here" in list(editions.fetch(site, other))
        (public / "editions/first/index.html").write_text("forged")
        (tmp_path / "third").mkdir()
        with pytest.raises(EditionError, match=r"editions/first/index\.html is missing or another file"):
            list(editions.fetch(site, tmp_path / "third"))
        assert list(editions.fetch(f"{site}/nowhere", other)) == [f"0 editions at {site}/nowhere"]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", ["", "../x", "A", ".x", "x/y", "имя"])
def test_a_name_that_is_no_folder_is_refused(tmp_path, name):
    with pytest.raises(EditionError, match="is no name of an edition"):
        editions.keep(tmp_path, name)


@pytest.mark.parametrize("path", ["../../index.html", "/etc/passwd"])
def test_an_edition_from_elsewhere_stays_in_its_folder(tmp_path, path):
    digest = editions.hashlib.sha256(b"x").hexdigest()
    with pytest.raises(EditionError, match="would lie elsewhere"):
        editions.bring(tmp_path, "first", ENTRY | {"files": {path: digest}}, {path: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_where_nothing_is_published(tmp_path):
    with pytest.raises(EditionError, match="build the lecture first"):
        editions.keep(tmp_path, "first")


FAULTS = {
    "of an older engine": lambda folder: (folder / "edition.json").write_text(
        json.dumps({key: value for key, value in ENTRY.items() if key != "refuted"})
    ),
    "cut off": lambda folder: (folder / "edition.json").write_text('{"size": "prev'),
    "a list": lambda folder: (folder / "edition.json").write_text("[]"),
    "bytes": lambda folder: (folder / "edition.json").write_bytes(b"\x00\xff"),
    "without its description": lambda folder: (folder / "index.html").write_text("old"),
    "a folder in its place": lambda folder: (folder / "edition.json").mkdir(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_edition_that_tells_nothing_breaks_no_publication(tmp_path, fault):
    for name in ("a", "z"):
        (tmp_path / f"editions/{name}").mkdir(parents=True)
        (tmp_path / f"editions/{name}/edition.json").write_text(json.dumps(ENTRY))
    (tmp_path / "editions/old<er").mkdir()
    FAULTS[fault](tmp_path / "editions/old<er")
    manifest = {"published": {"public/index.html": "1" * 64}, "inputs": {"data/MNIST/x": "0" * 64}}
    page = {"size": "lecture", "title": "Circles", "lang": "en", "version": "9.1", "claims": {"c": {"holds": True}}}
    content = editions.of_publication(tmp_path, manifest, page)
    assert content.keys() == {editions.LIST, editions.INDEX}
    listed, shown = json.loads(content[editions.LIST]), content[editions.INDEX].decode()
    assert listed["editions"].keys() == {"a", "z"} == editions.kept(tmp_path).keys()
    assert (listed["current"]["version"], listed["current"]["data"]) == ("9.1", ["MNIST"])
    assert "<h2>old&lt;er</h2><p>What edition this is can’t be told" in shown and "9.1" in shown
    assert not [link for link in links(shown) if "er/" in link]


def test_a_publication_without_editions_has_no_list_of_them(tmp_path):
    assert editions.of_publication(tmp_path, {"published": {}, "inputs": {}}, ENTRY | {"claims": {}}) == {}


def test_an_edition_called_as_the_current_one_is_a_second_one_until_their_files_are_the_same():
    other = ENTRY | {"files": {"index.html": "1" * 64}}
    for entry, same in ((ENTRY, True), (other, False)):
        page = editions.index({"preview": entry}, ENTRY)
        assert page.count("<h2>") == 2 and "preview/index.html" in links(page) and "../index.html" in links(page)
        assert ("Те же файлы, что у" in page) == same


def test_a_language_without_words_is_told_in_english():
    page = editions.index({"latin": ENTRY | {"lang": "la"}}, None)
    assert '<html lang="en">' in page and "147 of 150 hold" in page
    assert '<html lang="ru">' in editions.index({"a": ENTRY | {"lang": "la"}, "b": ENTRY}, None)


@pytest.mark.parametrize("listed", ["", "[]", "{}", '{"current": {"size": 1}, "editions": {}}'])
def test_a_damaged_list_is_written_anew(tmp_path, listed):
    (tmp_path / "editions").mkdir()
    (tmp_path / editions.LIST).write_text(listed)
    data = b"x"
    entry = ENTRY | {"files": {"index.html": editions.hashlib.sha256(data).hexdigest()}}
    editions.bring(tmp_path, "first", entry, {"index.html": data})
    assert json.loads((tmp_path / editions.LIST).read_text()) == {"current": None, "editions": {"first": entry}}
