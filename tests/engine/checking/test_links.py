"""Links to other sites: found in texts, asked, and remembered for three weeks."""

import json
import subprocess
import sys
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lecture.checking import links
from tests.conftest import ROOT


def test_addresses_are_found_where_they_end(tmp_path):
    text = tmp_path / "text.md"
    text.write_text(
        "See [it](https://a.org/x_(y)#part), <https://b.org/q?a=1&b=2>, «https://c.org/ё».\n"
        "url = {https://d.org/paper.pdf},\n`https://a.org/x_(y)` https://HOST/{name} http://127.0.0.1:80/ http://a.test/\n"
        "https://www.example.org/x\n  doi = {10.1000/182},\n"
    )
    found = links.addresses([text])
    places = {address: place.rpartition(":")[2] for address, place in found.items()}
    assert places == {
        "https://a.org/x_(y)": "1",
        "https://b.org/q?a=1&b=2": "1",
        "https://c.org/ё": "1",
        "https://d.org/paper.pdf": "2",
        "https://doi.org/10.1000/182": "5",
    }


@pytest.fixture
def site(monkeypatch):
    """A server whose paths are the codes that it answers; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(int(self.path[1:]))
            self.end_headers()

        def log_message(self, *_):
            pass

    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_is_there_and_wants_no_programs_is_alive(site):
    assert [links.fault(f"{site}/{code}") for code in (200, 403, 429)] == [None, None, None]
    assert links.fault(f"{site}/404") == "answers 404 Not Found"
    assert "refused" in links.fault("http://127.0.0.1:9/")


def test_three_weeks_of_patience():
    places = {"https://a.org": "x.md:1", "https://b.org": "x.md:2"}
    ask = {"https://a.org": "answers 404 Not Found", "https://b.org": None}.get
    look = partial(links.check, places, ask=ask)
    memory, recent, gone = look({}, date(2026, 11, 1))
    assert memory == {"https://a.org": "2026-11-01"} and gone == []
    assert recent == ["x.md:1: https://a.org: answers 404 Not Found, since 2026-11-01"]
    memory, recent, gone = look(memory, date(2026, 11, 21))
    assert len(recent) == 1 and gone == []
    memory, recent, gone = look(memory, date(2026, 11, 22))
    assert recent == [] and len(gone) == 1
    memory, recent, gone = links.check(places, memory, date(2026, 11, 23), ask={}.get)
    assert (memory, recent, gone) == ({}, [], [])  # it answers again: all is forgotten


def test_without_a_network_nothing_is_dead():
    before = {"https://a.org": "2026-01-01"}
    memory, recent, gone = links.check(
        {"https://a.org": "x.md:1"}, before, date(2026, 11, 1), ask=lambda _: "no network"
    )
    assert memory == before and gone == [] and "there is no network here" in recent[0]


@pytest.mark.parametrize("memory", ["[]", "{", '{"https://a.org": "yesterday"}'])
def test_a_damaged_memory_is_begun_anew(tmp_path, memory):
    (tmp_path / "links.json").write_text(memory)
    command = [sys.executable, "-m", "lecture.checking.links", "links.json"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "begun anew" in done.stderr and done.stdout.endswith(
        "0 addresses: 0 dead for less than three weeks, 0 for longer\n"
    )
    assert json.loads((tmp_path / "links.json").read_text()) == {}
