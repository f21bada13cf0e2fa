"""One session of watching: what is saved, made and built comes together here, on one event loop."""

import asyncio
import os
import shutil
import signal
import sys
import webbrowser
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from uuid import uuid4

from lecture.build import warm
from lecture.text.reading import Chapter
from lecture.watching import plan as plans
from lecture.watching import watcher, workers
from lecture.watching.build import Build
from lecture.watching.page import Page, changes
from lecture.watching.server import Server
from lecture.watching.writer import Outcome, Writer, chapter_files, texts_of

HERE = Path(__file__).parent
ENGINE = HERE.parent
FOLDER = Path(".cache/watch")
QUIET = 2.0  # seconds without an edit, before the other formats follow
SOON = 0.2  # seconds before a build that the page needs
RETRY = 1.0  # seconds, while a build has taken away what the page shows
GONE = 0.3  # seconds in which a file that an editor has taken away, or emptied, comes back
LOOK = 0.2  # seconds between looks whether the workflow has been read
# The policy of a page forbids all connections; the watched one may talk to its server.
POLICY, WATCHED = "default-src 'none';", "connect-src 'self';"
FORMATS = ("lecture.pdf", "slides.html", "lecture.epub")
WAITING = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{0}</title>'
    '<body><main id="text"><p>{0}</p></main></body></html>'
)


@dataclass
class Ahead:
    """Figures or chapters that are made ahead of the build, by name.

    Attributes:
        work: what is being done.
        mistakes: what is wrong with what was done.
        reasons: what was made of what, lately; nothing is tried again that would fail again.
        turns: who made it last; whoever comes late gives up.
    """

    work: dict[str, workers.Work] = field(default_factory=dict)
    mistakes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, object] = field(default_factory=dict)
    turns: dict[str, object] = field(default_factory=dict)


class Session:
    """Watches a lecture until it is stopped.

    Args:
        root: the folder of the lecture, the current one.
        command: of the build.
        port: of the server.
        browse: whether a browser is opened.
    """

    def __init__(self, root: Path, command: Sequence[str], port: int, browse: bool) -> None:
        self.root, self.command = root, command
        # Without a screen a browser would open in the terminal.
        self.browse = browse and (sys.platform != "linux" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()))
        self.environment = dict(os.environ)
        for name in ("figures", "notebooks", "outputs", "pages"):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
            (FOLDER / name).mkdir(parents=True)
        self.plan_file = FOLDER / "plan.json"
        self.plan = plans.read(self.plan_file)  # of the last time, until the workflow has been read
        self.writer = Writer(FOLDER)
        self.page: Page | None = None
        self.run_id, self.count = uuid4().hex[:8], 0
        self.texts: dict[str, str] = {}
        self.wrong: list[str] = []  # in the texts
        self.figures, self.chapters = Ahead(), Ahead()
        self.build: Build | None = None
        self.build_mistakes = ""
        self.job = ""
        self.due: asyncio.TimerHandle | None = None
        self.later: asyncio.TimerHandle | None = None
        self.stops = False  # whether the build that is due stops the one that runs
        self.edits, self.edits_built = 0, -1
        self.said: tuple | None = None
        self.opened = False
        self.writing = asyncio.Lock()
        self.pool = ThreadPoolExecutor(64)  # most of them wait
        self.tasks: set[asyncio.Task] = set()
        self.over = asyncio.Event()
        self.again = False
        self.server = Server(FOLDER / "pages", self.html, self.greet, port)

    async def run(self) -> bool:
        """Watch; whether watching begins again, with another engine."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.over.set)
        self.say(f"The lecture is served at {self.server.address} until you press Ctrl-C.")
        saved: asyncio.Queue[set[str]] = asyncio.Queue()
        self.begin(watcher.watch(self.root, saved))
        self.begin(self.take(saved))
        self.begin(self.refresh())
        self.begin(self.start_build())
        self.begin(self.in_thread(warm.server, workers.PRELOAD))
        await self.over.wait()
        await self.end()
        return self.again

    async def end(self) -> None:
        """Stop all that was begun."""
        self.server.close()
        for timer in filter(None, (self.due, self.later)):
            timer.cancel()
        running = [*self.figures.work.values(), *self.chapters.work.values()]
        stops = [self.in_thread(work.stop) for work in running]
        await asyncio.gather(*stops, *([self.build.stop()] if self.build else []))
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.pool.shutdown(wait=False, cancel_futures=True)

    # What is saved

    async def take(self, queue: asyncio.Queue[set[str]]) -> None:
        while True:
            paths = await queue.get()
            while not queue.empty():
                paths |= queue.get_nowait()
            if any((self.root / path).is_relative_to(ENGINE) for path in paths):
                self.say("The engine has changed: watching begins again.")
                self.again = True
                self.over.set()
                return
            await self.saved(paths)

    async def saved(self, paths: set[str]) -> None:
        """Show what these files are now."""
        self.edits += 1
        quick = {path for path in paths if self.is_text(path)}
        if self.plan:
            for name, figure in self.plan.figures.items():
                if figure.file in paths:
                    quick.add(figure.file)
                    if self.writer.picture(name):
                        for function in sorted({"draw", "interactive"} & set(figure.functions)):
                            self.draw(name, function)
        if paths - quick:
            self.build_in(SOON, stop=True)
        else:
            self.build_in(QUIET if self.page else SOON)
        await self.refresh()

    def is_text(self, path: str) -> bool:
        """Whether an edit of a file is shown without a build."""
        chapter = Path(path).parent == Path("notebooks") and path.endswith(".md") and Path(path).name[:2].isdigit()
        return chapter or bool(self.plan and path in (self.plan.glossary, self.plan.bibliography))

    async def look(self) -> None:
        """Read the chapters; what an editor has just taken away, or emptied, is looked for once more."""
        texts, wrong = texts_of(chapter_files(Path("notebooks")))
        if wrong or any(not texts.get(file, "").strip() for file in {**self.texts, **texts}):
            await asyncio.sleep(GONE)
            texts, wrong = texts_of(chapter_files(Path("notebooks")))
        self.texts, self.wrong = texts, wrong

    # The page

    async def refresh(self) -> None:
        """Write the page, and what it takes first."""
        async with self.writing:
            if self.plan is None:
                return
            await self.look()
            outcome = Outcome()
            if not self.wrong:
                outcome = await self.in_thread(self.writer.write, self.plan, self.texts)
            self.wrong += outcome.mistakes
            if not self.wrong:
                self.prepare(outcome)
            if self.edits != self.edits_built and not (self.wrong or outcome.waits or outcome.to_execute):
                # A build that has read the texts before they were mended says what is no longer true.
                lines = self.build_mistakes.splitlines()
                if lines and lines[0].startswith("notebooks/"):
                    self.build_mistakes = ""
            if outcome.waits and self.edits != self.edits_built:
                self.build_in(SOON)
            elif outcome.waits and self.build:
                self.retry()
            elif not self.mistaken and self.edits != self.edits_built and not (self.build or self.due):
                self.build_in(QUIET)  # the mistake that held it up is mended
            if outcome.page is None or outcome.page == self.page:
                self.tell()
            else:
                old, self.page = self.page, outcome.page
                before, self.count = self.version, self.count + 1
                self.tell(before, None if old is None else changes(old, self.page))

    def retry(self) -> None:
        """Write the page again in a moment."""
        if self.later:
            self.later.cancel()
        self.later = asyncio.get_running_loop().call_later(RETRY, lambda: self.begin(self.refresh()))

    def prepare(self, outcome: Outcome) -> None:
        """Execute and draw what the page is to show next."""
        for name in self.chapters.reasons.keys() - outcome.to_execute.keys():
            del self.chapters.reasons[name]
            self.chapters.mistakes.pop(name, None)
            if work := self.chapters.work.pop(name, None):
                self.begin(self.in_thread(work.stop))
        for name, chapter in outcome.to_execute.items():
            self.execute(name, chapter)
        for name in outcome.to_draw:
            figure = self.plan.figures.get(name.removesuffix(".json"))
            files = [file for each in figure.inputs.values() for file in ([each] if isinstance(each, str) else each)]
            if name not in self.figures.reasons and all(Path(file).is_file() for file in files):
                self.draw(name.removesuffix(".json"), "interactive" if name.endswith(".json") else "draw")

    def execute(self, name: str, chapter: Chapter) -> None:
        text = self.texts[chapter.file]
        reason = [(cell.source, cell.tags) for cell in chapter.cells if cell.kind == "code"]
        if self.chapters.reasons.get(name) == reason:
            return
        self.chapters.reasons[name] = reason
        arguments = (text, chapter.file, dict(self.plan.facts), dict(self.plan.parameters.get(name, {})))
        arguments += (self.plan.cell_seconds,)
        self.begin(self.ahead(self.chapters, name, workers.execute, arguments, FOLDER / f"notebooks/{name}.ipynb"))

    def draw(self, name: str, function: str) -> None:
        figure = self.plan.figures[name]
        target = FOLDER / "figures" / f"{name}.{'svg' if function == 'draw' else 'json'}"
        self.figures.reasons[name if function == "draw" else target.name] = function
        arguments = (f"{figure.module}:{function}", dict(figure.inputs), name, self.plan.page["language"])
        self.begin(self.ahead(self.figures, target.name, workers.draw, arguments, target))

    async def ahead(self, kind: Ahead, name: str, function: Callable[..., str], arguments: tuple, target: Path) -> None:
        """Make something ahead of the build, and show it."""
        kind.turns[name] = turn = object()
        if former := kind.work.pop(name, None):
            await self.in_thread(former.stop)
        work = await self.in_thread(workers.start, function, self.plan.environment, *arguments, str(target))
        if kind.turns[name] is not turn:
            await self.in_thread(work.stop)
            return
        kind.work[name] = work
        self.tell()
        mistake = await self.in_thread(work.mistake)
        if kind.work.get(name) is not work:
            return
        del kind.work[name]
        kind.mistakes.pop(name, None)
        if mistake is None:
            mistake = f"{name}: the process that made it was killed; save the file once more"
        if mistake:
            kind.mistakes[name] = mistake
        await self.refresh()

    # The build behind

    def build_in(self, seconds: float, stop: bool = False) -> None:
        """Build after some seconds, unless something else is saved until then."""
        if self.due:
            self.due.cancel()
        self.stops = self.stops or stop
        self.due = asyncio.get_running_loop().call_later(seconds, lambda: self.begin(self.start_build()))

    async def start_build(self) -> None:
        """Build; a build that is running goes on to its end, unless it is to be stopped; then the next one begins."""
        self.due, stops, self.stops = None, self.stops, False
        if self.build is not None:
            if stops:
                await self.build.stop()
            else:
                self.build_in(QUIET)
            return
        if self.mistaken and self.page is not None and not stops:
            return  # it would end with the same mistakes
        if (self.figures.work or self.chapters.work) and not stops:
            self.build_in(QUIET)
            return
        edits = self.edits_built = self.edits
        self.build = Build(self.command, self.plan_file, self.environment, self.hear)
        known = self.plan_written
        self.tell()
        ends = asyncio.ensure_future(self.build.run())
        while not ends.done():
            await asyncio.wait([ends], timeout=LOOK)
            if self.plan_written != known:
                known = self.plan_written
                self.build_mistakes = ""
                await self.know()
        mistakes = ends.result()
        self.build, self.job = None, ""
        if mistakes is None:
            if not self.over.is_set():
                self.build_in(SOON)
            return
        # A build that has read some texts before they were saved, and others after, may find what nobody wrote; the
        # next one tells what is true. What was saved in its last moments is known a little later.
        if mistakes:
            await asyncio.sleep(watcher.DEBOUNCE / 1000)
        self.build_mistakes = mistakes if edits == self.edits else ""
        await self.know()
        if not mistakes and edits == self.edits:
            async with self.writing:
                self.writer.forget()
                self.figures.mistakes.clear()
                self.figures.reasons.clear()
            await self.in_thread(self.copy_formats)
            await self.refresh()
            self.say(f"Watching {self.server.address}")

    async def know(self) -> None:
        """Read what the workflow knows, and show the page."""
        self.plan = plans.read(self.plan_file) or self.plan
        await self.refresh()
        self.tell()

    @property
    def plan_written(self) -> int:
        """When the workflow was last read; 0 if it wasn't."""
        return self.plan_file.stat().st_mtime_ns if self.plan_file.is_file() else 0

    def hear(self, line: str, job: str) -> None:
        """A line that the build prints."""
        if not self.over.is_set():
            self.say(line)
        if job:
            self.job = job
            self.tell()

    def copy_formats(self) -> None:
        """The other formats lie beside the page."""
        for name in FORMATS:
            if (made := Path("results/publication", name)).is_file():
                whole = FOLDER / name
                shutil.copyfile(made, whole)
                os.replace(whole, FOLDER / "pages" / name)

    # What the author sees

    @property
    def version(self) -> str:
        return f"{self.run_id}-{self.count}"

    @property
    def mistaken(self) -> list[str]:
        """What is wrong, apart from what the build says."""
        return [*self.wrong, *self.chapters.mistakes.values(), *self.figures.mistakes.values()]

    @property
    def state(self) -> dict:
        """What is wrong and what is being done."""
        wrong = list(dict.fromkeys([*self.mistaken, *([self.build_mistakes] if self.build_mistakes else [])]))
        doing = [f"executing {name}" for name in self.chapters.work] + [f"drawing {n}" for n in self.figures.work]
        doing += [f"building: {self.job}" if self.job else "building"] if self.build and self.job != "all" else []
        return {"mistakes": wrong, "doing": ", ".join(doing)}

    def tell(self, before: str | None = None, parts: list | None = None) -> None:
        """Tell the open pages, and the terminal, what is wrong; with `before`, that the page is another one."""
        if self.over.is_set():
            return
        state = self.state
        if before is not None or self.said != (state["mistakes"], state["doing"]):
            self.server.tell({"version": self.version, "from": before, "parts": parts} | state)
        if self.mistaken and (self.said is None or self.said[0] != state["mistakes"]):
            self.say("\n".join(self.mistaken))  # the build has said itself what it found
        self.said = (state["mistakes"], state["doing"])
        if self.browse and not self.opened and (self.page is not None or state["mistakes"]):
            self.opened = True
            self.begin(self.in_thread(webbrowser.open, self.server.address))

    def greet(self, version: str) -> dict:
        """What a page is told that has just been opened."""
        return {"version": self.version, "from": version, "parts": None} | self.state

    def html(self) -> str:
        """The page, with the script that keeps it fresh."""
        html = self.page.html if self.page else WAITING.format(escape("The lecture is being built …"))
        script = (HERE / "watch.js").read_text(encoding="utf-8")
        html = html.replace(POLICY, f"{POLICY} {WATCHED}", 1)
        before, end, rest = html.rpartition("</body>")
        return f'{before}<script data-version="{self.version}">\n{script}</script>\n{end}{rest}'

    def say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    # Tasks

    def begin(self, work: Coroutine) -> None:
        """Run a coroutine beside the others; a mistake of our own in it is told, and ends watching."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task: asyncio.Task) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (mistake := task.exception()) and not self.over.is_set():
            asyncio.get_running_loop().call_exception_handler({"message": "watching", "exception": mistake})
            self.over.set()

    async def in_thread(self, function: Callable, *arguments: object) -> object:
        return await asyncio.get_running_loop().run_in_executor(self.pool, function, *arguments)


def watch(command: Iterable[str], port: int, browse: bool) -> None:
    """Watch the lecture of the current folder until Ctrl-C.

    Args:
        command: of the build.
        port: of the server; the next free one is taken.
        browse: whether a browser is opened.
    """
    sys.path.insert(0, str(Path("src").resolve()))

    async def run() -> bool:
        return await Session(Path.cwd(), list(command), port, browse).run()

    again = asyncio.run(run())
    if again:
        os.environ["NO_BROWSER"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    print("Watching has ended.", file=sys.stderr)
