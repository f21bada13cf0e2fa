"""`lecture watch`, as an author uses it: what is saved is seen where it is read, without loading the page again."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from lecture.command import new
from tests.conftest import Checkout
from tests.engine.conftest import alone, first_toy, toy  # noqa: F401, fixtures
from tests.hang_guard import HANG_GUARD

BIRTHDAYS, WALKS = "notebooks/01-birthdays.md", "notebooks/02-walks.md"
FIGURE = "src/toy/walks/figures/random_walk.py"
MARKS = re.compile(
    r"<!--part [^>]*-->|<!--/part-->|<script data-version=.*?</script>\n| connect-src 'self';", re.DOTALL
)
MISTAKES = "lecture-watch .mistakes"
STANDS = "top => Math.abs(document.getElementById('sec-far').getBoundingClientRect().top - top) < 2"


@dataclass
class Watch:
    """A lecture that is being watched."""

    lecture: Checkout
    process: subprocess.Popen
    address: str

    @property
    def log(self) -> str:
        return (self.lecture.folder / "watch.log").read_text()

    def end(self) -> str:
        """What it said, after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(HANG_GUARD) == 0
        return self.log


def start(lecture: Checkout) -> Watch:
    with open(lecture.folder / "watch.log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lecture.command", "watch", "--port", "0", "--", *lecture.command()],
            cwd=lecture.folder,
            env=os.environ | lecture.variables | {"NO_BROWSER": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    watch, deadline = Watch(lecture, process, ""), time.monotonic() + HANG_GUARD
    while not (found := re.search(r"served at (http://127\.0\.0\.1:\d+/)", watch.log)):
        assert process.poll() is None and time.monotonic() < deadline, watch.log
        time.sleep(0.05)
    return Watch(lecture, process, found[1])


@pytest.fixture
def watch(toy, tmp_path):  # noqa: F811
    """The built toy, watched."""
    watch = start(toy.copy(tmp_path / "Мой курс (2026) 'черновик'"))
    until(lambda: "Watching http" in watch.log, watch)
    yield watch
    if watch.process.poll() is None:
        watch.end()


@pytest.fixture
def page(watch, browser):
    """The watched page; the test fails if it complained or was loaded more than once, unless it says `reloads`."""
    complaints = []
    context = browser.new_context(viewport={"width": 1000, "height": 700}, bypass_csp=True)
    context.set_default_timeout(1000 * HANG_GUARD)
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(watch.address)
    page.evaluate("window.first = true")
    yield page
    context.close()
    assert complaints == []


def sees(page, text: str) -> None:
    page.get_by_text(text).first.wait_for()


def never_reloaded(page) -> bool:
    return page.evaluate("window.first === true")


def test_prose_a_mistake_and_its_mending(watch, page):
    page.locator("#sec-far").evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 100)")
    before = page.locator("#sec-far").bounding_box()["y"]
    watch.lecture.edit(BIRTHDAYS, "A classic book tells more", "An old and classic book, thick as well, tells more")
    watch.lecture.edit(BIRTHDAYS, "How many people make", "A new paragraph.\n\nAnd one more.\n\nHow many people make")
    sees(page, "An old and classic book")
    sees(page, "And one more.")
    page.wait_for_function(STANDS, arg=before)
    # a mistake: told with its line, and the page stays
    watch.lecture.edit(WALKS, "see @fig-random_walk", "look @fig-random_wlak")
    page.locator(MISTAKES).wait_for()
    line = watch.lecture.line(WALKS, "@fig-random_wlak")
    assert f"{WALKS}:{line}: unknown reference @fig-random_wlak; did you mean" in page.locator(MISTAKES).inner_text()
    assert page.locator(MISTAKES).get_attribute("role") == "alert"
    assert page.get_by_text("look").count() == 0
    # mended, and with an edit of the other chapter in the same moment
    watch.lecture.edit(WALKS, "look @fig-random_wlak", "look at @fig-random_walk")
    watch.lecture.edit(BIRTHDAYS, "# Shared birthdays {", "# Birthdays in common {")
    page.locator(MISTAKES).wait_for(state="hidden")
    sees(page, "look at")
    page.locator("#contents").get_by_text("Birthdays in common").wait_for(state="attached")
    assert never_reloaded(page)
    assert_settled(watch, page)


def until(true, watch) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + HANG_GUARD
    while not true():
        assert watch.process.poll() is None and time.monotonic() < deadline, watch.log
        time.sleep(0.1)


def assert_settled(watch, page) -> None:
    """The page becomes that of the build, in the server and in the browser."""
    built = watch.lecture.folder / "public/index.html"
    until(lambda: MARKS.sub("", page.request.get(watch.address).text()) == built.read_text(encoding="utf-8"), watch)
    # Not as it is seen: sections far from the window are not laid out.
    text, contents = (
        f"document.getElementById('{name}').textContent.replace(/\\s+/g, '')" for name in ("text", "contents")
    )
    live = page.evaluate(text), page.evaluate(contents)
    other = page.context.new_page()
    other.goto(watch.address)
    assert (other.evaluate(text), other.evaluate(contents)) == live
    other.close()


def test_a_figure_is_drawn_again_and_a_cell_executes_its_chapter_only(watch, page):
    size = "document.querySelector('#fig-random_walk svg').getAttribute('viewBox')"
    before = page.evaluate(size)
    watch.lecture.edit(FIGURE, "height=2.8", "height=3.9")
    page.wait_for_function(f"{size} !== {before!r}")
    watch.lecture.edit(FIGURE, "height=3.9", "height=hight")
    page.locator(MISTAKES).wait_for()
    line = watch.lecture.line(FIGURE, "height=hight")
    assert f"{FIGURE}:{line}: figure random_walk: NameError: name 'hight'" in page.locator(MISTAKES).inner_text()
    assert page.evaluate(size) != before
    # mended, and as an animation: the scripts of the page see to what is new
    frames = "other, axes = figure.subplots(1, 2)\n    other.plot(steps)\n"
    calls = "    style.animate(other, 'one')\n    style.animate(axes, 'two')\n"
    watch.lecture.edit(FIGURE, "axes = figure.subplots()\n", frames + calls)
    watch.lecture.edit(FIGURE, "height=hight", "height=4.3")
    player = page.locator("#fig-random_walk .player")
    player.wait_for()
    assert page.locator(MISTAKES).is_hidden()
    # the caption alone: the picture stays, and has one player still
    watch.lecture.edit(WALKS, "Root mean square distance", "The quadratic mean of the distance")
    sees(page, "The quadratic mean of the distance")
    assert player.count() == 1
    assert page.locator("#fig-random_walk > svg path").count() > 10
    # a code cell, and its mistake
    other = watch.lecture.folder / "results/notebooks/02-walks.ipynb"
    before = other.stat().st_mtime_ns
    watch.lecture.edit(BIRTHDAYS, ":.3f}", ":.6f} indeed")
    sees(page, "0.507297 indeed")
    watch.lecture.edit(BIRTHDAYS, "print(f", "print(1 / 0, f")
    page.locator(MISTAKES).wait_for()
    line = watch.lecture.line(BIRTHDAYS, "print(1 / 0")
    assert f"{BIRTHDAYS}:{line}: cell 2: ZeroDivisionError" in page.locator(MISTAKES).inner_text()
    sees(page, "0.507297 indeed")
    watch.lecture.edit(BIRTHDAYS, "print(1 / 0, f", "print(f")
    page.locator(MISTAKES).wait_for(state="hidden")
    assert never_reloaded(page)
    assert_settled(watch, page)
    assert other.stat().st_mtime_ns == before
    for made_ahead in ("figures", "notebooks"):
        until(lambda folder=made_ahead: not [*(watch.lecture.folder / ".cache/watch" / folder).iterdir()], watch)


def test_chapters_are_added_renamed_and_saved_by_renaming(watch, page):
    folder = watch.lecture.folder / "notebooks"
    page.locator("#sec-far").evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 100)")
    before = page.locator("#sec-far").bounding_box()["y"]
    (folder / "03-more.md").write_text("---\ntitle: More\n---\n\n# Three games {#sec-three}\n\nSee @sec-walks.\n")
    page.locator("#sec-three").wait_for()
    page.wait_for_load_state()
    page.wait_for_function(STANDS, arg=before)  # loaded again, at the same place
    os.rename(folder / "03-more.md", folder / "00-more.md")
    page.wait_for_function("document.querySelector('#text section')?.id === 'sec-three'")
    # as editors save: the old file away, another one in its place, and files of their own beside it
    text = (folder / "00-more.md").read_text()
    for name in (".00-more.md.swp", "4913", "00-more.md~", "#00-more.md#"):
        (folder / name).write_text("half a fi")
    os.rename(folder / "00-more.md", folder / "00-more.md~")
    time.sleep(0.1)
    (folder / "00-more.md").write_text(text.replace("Three games", "Four games"))
    page.locator("#sec-three").get_by_text("Four games").wait_for()
    (folder / "00-more.md").unlink()
    page.wait_for_function("document.querySelector('#text section')?.id === 'sec-birthdays'")


def test_what_the_build_finds_is_told_and_goes_when_it_is_mended(watch, page):
    watch.lecture.edit("config/lecture.yaml", "at_least: 0.45", "at_lest: 0.45")
    page.locator(MISTAKES).wait_for()
    assert "at_lest: there is no such key; did you mean at_least?" in page.locator(MISTAKES).inner_text()
    watch.lecture.edit("config/lecture.yaml", "at_lest: 0.45", "at_least: 0.46")
    page.locator(MISTAKES).wait_for(state="hidden")
    page.wait_for_function("document.getElementById('claim-square_root_law').textContent.includes('0.46')")
    assert_settled(watch, page)


def test_a_new_lecture_is_built_first_and_its_mistake_is_shown(tmp_path, browser):
    lecture = alone(tmp_path / "курс", tmp_path / "absent")
    new(lecture.folder, "ru")
    lecture.edit(BIRTHDAYS, "title: ", "titel: ")
    watch = start(lecture)
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(watch.address)
    page.locator(MISTAKES).wait_for(timeout=1000 * HANG_GUARD)
    assert f"{BIRTHDAYS}:1: the header has no `title`" in page.locator(MISTAKES).inner_text()
    lecture.edit(BIRTHDAYS, "titel: ", "title: ")
    page.locator("#sec-birthdays figure svg").wait_for(timeout=1000 * HANG_GUARD)
    until(lambda: "Watching http" in watch.log, watch)
    assert page.request.get(f"{watch.address}lecture.pdf").body().startswith(b"%PDF")
    said = watch.end()
    context.close()
    assert said.endswith("Watching has ended.\n"), said
    assert "Traceback" not in said, said
    assert lecture.build("--dry-run") == []


def test_ctrl_c_ends_what_is_being_built_drawn_and_executed(watch):
    watch.lecture.edit(BIRTHDAYS, "import numpy as np", "import time\n\nimport numpy as np\n\ntime.sleep(3000)")
    watch.lecture.edit(FIGURE, "    figure = ", "    __import__('time').sleep(3000)\n    figure = ")
    watch.lecture.edit(
        "src/toy/walks/random_walk.py", "    random = ", "    __import__('time').sleep(3000)\n    random = "
    )
    until(lambda: "[ 2/" in watch.log and any(map(is_kernel, running(watch))), watch)
    said = watch.end()
    assert said.endswith("Watching has ended.\n"), said
    assert "Traceback" not in said, said
    deadline = time.monotonic() + HANG_GUARD
    while left := running(watch):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    assert watch.lecture.run("--dry-run").returncode == 0  # nothing is locked


def is_kernel(process: int) -> bool:
    """Whether this is a fork, of which only kernels have a session of their own."""
    with suppress(OSError):
        return os.getsid(process) == process and "forkserver" in Path(f"/proc/{process}/cmdline").read_text()
    return False


def running(watch) -> dict[int, str]:
    """The processes that work in the folder of the lecture: their command lines."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if Path(os.readlink(process / "cwd")).is_relative_to(watch.lecture.folder):
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
    return found
