"""The local server: the page, the other formats, and a socket that tells the page what has changed.

A foreign website can send a browser here. So what comes must be meant for this very address (`Host`, which a name that
was rebound to 127.0.0.1 hasn't), and from its own pages (`Origin`).
"""

import errno
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
PORT = 8000
TRIES = 50  # ports beyond the wanted one
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


class Guarded(RequestHandler):
    """Refuses what is meant for another address, or comes from another."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        hosts = [f"{name}:{self.settings['port']}" for name in NAMES]
        origin = self.request.headers.get("Origin")
        if self.request.host not in hosts:
            raise HTTPError(403, "the host %r is not that of this server", self.request.host)
        if origin is not None and origin not in [f"http://{host}" for host in hosts]:
            raise HTTPError(403, "a page of %r asks", origin)


class PageHandler(Guarded):
    """The page as it is now."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(self.settings["page"]())


class IconHandler(Guarded):
    """Browsers ask for an icon; there is none."""

    def get(self) -> None:
        self.set_status(204)


class FileHandler(Guarded, StaticFileHandler):
    """A file of the served folder."""


class SocketHandler(Guarded, WebSocketHandler):
    """Tells a page what has changed since the version that it shows."""

    def prepare(self) -> None:
        super().prepare()
        if self.request.headers.get("Origin") is None:
            raise HTTPError(403, "the socket is for pages of this server")

    def check_origin(self, origin: str) -> bool:
        return True  # `prepare` has

    def open(self) -> None:
        self.settings["sockets"].add(self)
        self.tell(self.settings["greet"](self.get_argument("version", "")))

    def on_close(self) -> None:
        self.settings["sockets"].discard(self)

    def on_message(self, message: str | bytes) -> None:
        pass  # pages have nothing to say

    def tell(self, message: str) -> None:
        try:
            self.write_message(message).add_done_callback(lambda sent: sent.exception())
        except WebSocketClosedError:
            self.on_close()


class Server:
    """Serves the page until it is closed.

    Args:
        folder: of the other formats; nothing outside of it is served.
        page: gives the page as it is now.
        greet: gives what a page is told first that shows some version.
        port: the wanted one; the next free one is taken.
    """

    def __init__(self, folder: Path, page: Callable[[], str], greet: Callable[[str], dict], port: int = PORT) -> None:
        self.sockets: set[SocketHandler] = set()
        bound = free_sockets(port)
        self.port: int = bound[0].getsockname()[1]
        application = Application(
            [
                ("/", PageHandler),
                ("/socket", SocketHandler),
                ("/favicon.ico", IconHandler),
                (r"/([\w.-]+)", FileHandler, {"path": str(folder)}),
            ],
            port=self.port,
            page=page,
            greet=lambda version: json.dumps(greet(version), ensure_ascii=False),
            sockets=self.sockets,
            log_function=lambda handler: None,
        )
        self.http = HTTPServer(application)
        self.http.add_sockets(bound)

    @property
    def address(self) -> str:
        return f"http://{ADDRESS}:{self.port}/"

    def tell(self, message: Mapping) -> None:
        """Tell every page that is open."""
        text = json.dumps(message, ensure_ascii=False)
        for each in list(self.sockets):
            each.tell(text)

    def close(self) -> None:
        self.http.stop()
        for each in list(self.sockets):
            each.close()


def free_sockets(port: int) -> list[socket]:
    """Sockets bound to a port of this machine, or to the next one that is free.

    Raises:
        OSError: none is.
    """
    for wanted in [*range(port, min(port + TRIES, 2**16)), 0]:
        try:
            return bind_sockets(wanted, ADDRESS)
        except OSError as mistake:
            if mistake.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, "no port is free")
