"""The local server answers its own pages, and nobody else."""

import asyncio
import json
import socket

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from lecture.watching.server import ADDRESS, Server, free_sockets


@pytest.fixture
def folder(tmp_path):
    served = tmp_path / "pages"
    served.mkdir()
    (served / "lecture.pdf").write_bytes(b"%PDF")
    (tmp_path / "secret.txt").write_text("secret")
    return served


def served(folder, visit):
    """What `visit(server)` gives while the server runs."""

    async def run():
        server = Server(folder, lambda: "<p>the page</p>", lambda version: {"version": "7", "from": version}, 0)
        try:
            return await visit(server)
        finally:
            server.close()

    return asyncio.run(run())


def answer(folder, path="", **headers):
    async def visit(server):
        mine = {name: value.replace("PORT", str(server.port)) for name, value in headers.items()}
        request = HTTPRequest(server.address + path, headers=mine)
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    return served(folder, visit)


def test_the_page_and_the_other_formats_are_served(folder):
    assert answer(folder).body == b"<p>the page</p>"
    assert answer(folder, "lecture.pdf").body == b"%PDF"
    assert answer(folder, Host="localhost:PORT").code == 200
    assert answer(folder).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["rebound.example:PORT", "rebound.example", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:PORT"]
)
def test_another_host_is_refused(folder, host):
    for path in ("", "lecture.pdf", "socket"):
        refused = answer(folder, path, Host=host)
        assert (refused.code, b"the page" in refused.body) == (403, False)


@pytest.mark.parametrize("origin", ["https://foreign.example", "http://127.0.0.1:1", "https://127.0.0.1:PORT", "null"])
def test_a_page_from_elsewhere_is_refused(folder, origin):
    assert answer(folder, Origin=origin).code == 403


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "/etc/passwd", "%2fetc%2fpasswd", "a/../../secret.txt"],
)
def test_nothing_outside_the_folder_is_served(folder, path):
    async def visit(server):
        reader, writer = await asyncio.open_connection(ADDRESS, server.port)
        writer.write(f"GET /{path} HTTP/1.0\r\nHost: {ADDRESS}:{server.port}\r\n\r\n".encode())
        text = await reader.read()
        writer.close()
        return text

    text = served(folder, visit)
    assert b" 404 " in text.partition(b"\r\n")[0] or b" 403 " in text.partition(b"\r\n")[0]
    assert b"secret" not in text and b"root:" not in text


def connected(folder, origin):
    """What the socket says first to a page of an origin; its refusal, if it doesn't."""

    async def visit(server):
        headers = {"Origin": origin.replace("PORT", str(server.port))} if origin else {}
        request = HTTPRequest(f"ws://{ADDRESS}:{server.port}/socket?version=3", headers=headers)
        try:
            connection = await websocket_connect(request)
        except Exception as refusal:
            return getattr(refusal, "code", refusal)
        first = await connection.read_message()
        server.tell({"version": "8"})
        second = await connection.read_message()
        connection.close()
        return [json.loads(first), json.loads(second)]

    return served(folder, visit)


def test_the_socket_tells_its_own_pages_what_has_changed(folder):
    assert connected(folder, "http://localhost:PORT") == [{"version": "7", "from": "3"}, {"version": "8"}]


@pytest.mark.parametrize("origin", ["", "https://foreign.example", "http://127.0.0.1:1", "null"])
def test_the_socket_is_closed_to_foreign_websites(folder, origin):
    assert connected(folder, origin) == 403


def test_a_port_that_is_taken_gives_way_to_the_next_one():
    with socket.socket() as taken:
        taken.bind((ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        [found] = free_sockets(port)
        assert found.getsockname()[0] == ADDRESS and found.getsockname()[1] != port
        found.close()
