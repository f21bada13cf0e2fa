"""The build that follows behind: Snakemake, as the author would call it."""

import asyncio
import os
import re
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lecture.watching.plan import VARIABLE

PATIENCE = 5  # seconds for Snakemake to end its jobs and its lock in
JOB = re.compile(r"\[ *\d+/\d+[^\]]*\] (\S.*)")
# Of the lines before a failure those that name no mistake: what was done, and where in the rules it was noticed.
PLAIN = re.compile(
    r"""Done\ in\ |\ {4}public/|Nothing\ to\ be\ done|Using\ workflow\ specific\ profile|\s*$
    |\w+\ in\ file\ ".*(\.smk|Snakefile)",\ line\ \d+:$
    |\ \ File\ ".*(\.smk|/lecture/\w+/\w+\.py)",\ line\ \d+,\ in\ """,
    re.VERBOSE,
)
LINES = 30  # of what a build said before it failed


class Build:
    """One run of Snakemake, behind what the author does: other work goes first.

    Args:
        command: of the build.
        plan: the file where the workflow writes what watching has to know.
        environment: its variables.
        say: is called with each line that it prints, and the job that it names, if it does.
    """

    def __init__(
        self, command: Sequence[str], plan: Path, environment: Mapping[str, str], say: Callable[[str, str], None]
    ) -> None:
        self.command, self.say = command, say
        self.environment = dict(environment) | {VARIABLE: str(plan)}
        self.process: asyncio.subprocess.Process | None = None
        self.stopped = False

    async def run(self) -> str | None:
        """Build: what is wrong; "" if nothing is, None if the build was stopped."""
        # A pipe of our own: asyncio's would stay open after a stop, as long as anything that the build started has it.
        reading, writing = os.pipe()
        output = asyncio.StreamReader(limit=2**24)
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(output), os.fdopen(reading, "rb", buffering=0)
        )
        try:
            try:
                self.process = await asyncio.create_subprocess_exec(
                    "nice",
                    *("-n", "10"),
                    *self.command,
                    env=self.environment,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=writing,
                    stderr=writing,
                    start_new_session=True,  # Ctrl-C is for the watch, which ends the build
                )
            finally:
                os.close(writing)
            said: list[str] = []
            async for data in output:
                line = data.decode("utf-8", "replace").rstrip("\n")
                job = JOB.match(line)
                self.say(line, job[1].partition(":")[0] if job else "")
                if not job and not PLAIN.match(line):
                    said.append(line)
            code = await self.process.wait()
        finally:
            pipe.close()
        if self.stopped:
            return None
        if code == 0:
            return ""
        return "\n".join(said[-LINES:]) or f"the build ended with exit code {code}: {' '.join(self.command)}"

    async def stop(self) -> None:
        """End the build and all that it started."""
        self.stopped = True
        if self.process is None or self.process.returncode is not None:
            return
        group = self.process.pid
        with suppress(ProcessLookupError):
            os.kill(group, signal.SIGINT)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(self.process.wait()), PATIENCE)
            os.killpg(group, signal.SIGKILL)
        await self.process.wait()
