"""The command `lecture`: begins a new lecture, watches, measures and checks one, archives and compares results."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from lecture import words
from lecture.studies.times import RECORD

SOURCES = "a record, a manifest or an archive, its address, a folder or a revision of git"
STARTER = Path(__file__).parent / "starter"


def new(folder: Path, language: str) -> None:
    """Write a small lecture that builds at once.

    Args:
        folder: made if it isn't there; otherwise it is empty.
        language: of the lecture, one of `lecture.words.known()`.

    Raises:
        FileExistsError: there is something; nothing is written.
        OSError: the folder can't be written; nothing of the lecture is left behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not an empty folder; name one that is empty or doesn't exist yet")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as draft:
        for part in ("all", language):
            shutil.copytree(
                STARTER / part,
                draft,
                ignore=shutil.ignore_patterns("__pycache__"),
                copy_function=shutil.copyfile,
                dirs_exist_ok=True,
            )
        for made in Path(draft).iterdir():
            made.rename(folder / made.name)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line: `lecture new FOLDER [--language en|ru]`, `lecture watch [-- BUILD]`,
    `lecture words [FOLDER]`, `lecture archive [FILE]`, `lecture fetch FROM`, `lecture record [--times]`,
    `lecture compare [WITH] [--markdown] [--page FILE]`, `lecture verify [MANIFEST]`, `lecture crate [FILE]`,
    `lecture drift [BASELINE] [--log FILE] [--to FOLDER]`,
    `lecture edition [NAME | --from ADDRESS]`, `lecture reproduce [-- ARGUMENTS]`."""
    parser = argparse.ArgumentParser(prog="lecture", description="Lectures that build themselves.")
    listed = "new|watch|words|archive|fetch|record|compare|verify|drift|crate|edition|reproduce"
    commands = parser.add_subparsers(required=True, metavar=listed)
    begin = commands.add_parser("new", help="begin a lecture", description="Write a small lecture that builds at once.")
    begin.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    begin.add_argument("--language", choices=words.known(), default="en", help="of the lecture; en if none is named")
    begin.set_defaults(run=lambda given: _new(given.folder, given.language))
    loop = commands.add_parser(
        "watch",
        help="show what you save",
        description="Serve the lecture of this folder to your browser, and show at once what you save.",
    )
    loop.add_argument(
        "--port", type=_within(0, 65535), default=8000, help="8000 if none is named; the next free one is taken"
    )
    loop.add_argument("--no-browser", action="store_true", help="open none, and so with NO_BROWSER=1")
    loop.add_argument("build", nargs="*", metavar="BUILD", help="behind --: the command that builds the lecture")
    loop.set_defaults(run=lambda given: _watch(given.build, given.port, given.no_browser))
    count = commands.add_parser(
        "words",
        help="count the words of the main line",
        description="Count the words of each chapter's main line; exit 1 if one has more than lecture.yaml allows.",
    )
    count.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="FOLDER", help="of the lecture")
    count.set_defaults(run=lambda given: _words(given.folder))
    about = "Write all results of the lecture in this folder, and what decided them, into one file."
    pack = commands.add_parser("archive", help="write the results into one file", description=about)
    pack.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="public/archive/EDITION.tar.xz if none is named"
    )
    pack.add_argument("--configfile", nargs="+", default=[], metavar="FILE", help="as given to the build")
    pack.set_defaults(run=lambda given: _archive(given.file, given.configfile, given.cores))
    about = "Keep what fits the lecture in this folder of an archive; the next build takes it and computes the rest."
    have = commands.add_parser("fetch", help="take results from such a file", description=about)
    have.add_argument("source", metavar="FROM", help="a file, or its address")
    have.set_defaults(run=lambda given: _fetch(given.source, given.cores))
    about = f"Write what this edition says, as the record that comparisons begin with: {RECORD}."
    note = commands.add_parser("record", help="record what this edition says", description=about)
    note.add_argument("--times", action="store_true", help="instead, this build's own times, for the pages to say")
    note.set_defaults(run=lambda given: _record_times() if given.times else _record())
    about = "Tell what moved since a record: exit 0 if nothing did beyond tolerance, 1 if something did, 2 if unknown."
    hold = commands.add_parser("compare", help="tell what moved since a record", description=about)
    hold.add_argument("source", nargs="?", metavar="WITH", help=f"{SOURCES}; {RECORD}")
    hold.add_argument("--markdown", action="store_true", help="as a table for a pull request")
    hold.add_argument("--page", type=Path, metavar="FILE", help="write a page, too, with figures old and new")
    hold.set_defaults(run=lambda given: _compare(given.source, given.markdown, given.page))
    about = (
        "Tell whether this build is what its manifest says, or what another one's manifest says: "
        "exit 0 if it is equal or within tolerance, 1 if it is different, 2 if that can't be checked."
    )
    check = commands.add_parser("verify", help="tell whether a build is what it says", description=about)
    check.add_argument("source", nargs="?", metavar="MANIFEST", help="of another build: a file, a folder, an address")
    check.set_defaults(run=lambda given: _verify(given.source))
    about = (
        "Tell what kind of difference there is to a record: exit 0 if none or other bits only, 1 if a number or a "
        "claim moved, 2 if something was missing."
    )
    sort = commands.add_parser("drift", help="tell what kind of difference there is to a record", description=about)
    sort.add_argument("source", nargs="?", metavar="BASELINE", help=f"as of compare; {RECORD}")
    sort.add_argument(
        "--log", type=Path, metavar="FILE", help="of the build that was tried, by .ci/attempt; Snakemake's"
    )
    sort.add_argument("--to", type=Path, metavar="FOLDER", help="write drift.json and drift.md there, too")
    sort.set_defaults(run=lambda given: _drift(given.source, given.log, given.to))
    about = "Write what is published, and how it was made, as a Workflow Run RO-Crate: a ZIP archive for machines."
    wrap = commands.add_parser("crate", help="write the edition as an RO-Crate", description=about)
    usual = "public/archive/EDITION.crate.zip if none is named"
    wrap.add_argument("file", type=Path, nargs="?", metavar="FILE", help=usual)
    wrap.set_defaults(run=lambda given: _crate(given.file))
    about = "Keep what is published as an edition beside the current one, in public/editions/NAME, or bring all along."
    side = commands.add_parser("edition", help="keep an edition beside the current one", description=about)
    side.add_argument("name", nargs="?", metavar="NAME", help="of the edition; without it the index is renewed")
    side.add_argument(
        "--from", dest="site", metavar="ADDRESS", help="of the published lecture, whose editions to bring"
    )
    side.set_defaults(run=lambda given: _edition(given.name, given.site))
    about = (
        "Build the lecture of this folder twice, elsewhere and under unlike conditions, and tell what differs between "
        "the published files: exit 0 if nothing does, 1 if something does, 2 if a build failed."
    )
    twice = commands.add_parser("reproduce", help="build twice and tell what differs", description=about)
    twice.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="for both builds; without it they go if they are equal"
    )
    twice.add_argument("arguments", nargs="*", metavar="ARGUMENT", help="behind --: of Snakemake, in both builds")
    twice.set_defaults(run=lambda given: _reproduce(given.keep, given.cores, given.arguments))
    for command in (pack, have, twice):
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        command.add_argument("--cores", type=_within(1, 4096), default=cores, help="of the build")
    given = parser.parse_args(arguments)
    given.run(given)


def _within(least: int, most: int) -> Callable[[str], int]:
    """What reads a whole number of a command line that lies between two, or refuses it."""

    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return read


def _why(mistake: Exception) -> str:
    """A mistake in a line; that of a file names it first, as all others here do."""
    if isinstance(mistake, OSError) and mistake.strerror and mistake.filename:
        return f"{mistake.filename}: {mistake.strerror}"
    return str(mistake)


def _new(folder: Path, language: str) -> None:
    try:
        new(folder, language)
    except OSError as mistake:
        sys.exit(f"lecture new: {_why(mistake)}")
    print(f"{folder}: a lecture, to be built with `make` there; README.md tells what is what.")


def _watch(build: Sequence[str], port: int, no_browser: bool) -> None:
    if not Path("Snakefile").is_file() or not Path("notebooks").is_dir():
        sys.exit("lecture watch: there is no lecture here: no Snakefile, or no folder notebooks/")
    try:
        from lecture.watching import session  # `lecture new` needs nothing of this
    except ModuleNotFoundError as missing:
        sys.exit(f"lecture watch: the package {missing.name} is missing; install the lecture with [build]")
    usual = [sys.executable, "-m", "snakemake", "--logger", "lecture", "--rerun-incomplete", "--cores", "all"]
    session.watch(build or usual, port, browse=not (no_browser or os.environ.get("NO_BROWSER")))


def _words(folder: Path) -> None:
    # What reads chapters is not installed where lectures are only begun or exported.
    from lecture.files.texts import TextError
    from lecture.text.main_line import lengths

    try:
        found = lengths(folder)
    except TextError as mistake:
        sys.exit(f"lecture words: {mistake}")
    for name, (length, most) in found.items():
        limit = "" if most is None else f" of {most}"
        print(f"{length:6}{limit}  {name}")
    print(f"{sum(length for length, _ in found.values()):6}  altogether")
    if over := [name for name, (length, most) in found.items() if most is not None and length > most]:
        sys.exit(f"lecture words: longer than lecture.yaml allows: {', '.join(over)}")


def _archive(file: Path | None, configfiles: Sequence[str], cores: int) -> None:
    from lecture.archive.fetching import archive  # needs what builds a lecture
    from lecture.build.processes import own_place

    with own_place():  # what a kill leaves there goes with the next build
        _tell("archive", archive(file, configfiles, cores))


def _fetch(source: str, cores: int) -> None:
    from lecture.archive.fetching import fetch

    _tell("fetch", fetch(source, cores))


def _record() -> None:
    from lecture.checking import comparison
    from lecture.files import write_json
    from lecture.files.texts import TextError

    try:
        write_json(RECORD, _this_edition() | {"runs": _recorded().get("runs", {})})
    except (TextError, comparison.RecordError, OSError) as mistake:
        sys.exit(f"lecture record: {_why(mistake)}")
    print(f"{RECORD}: written; commit it, so that a change of results is seen")


def _record_times() -> None:
    from lecture.build.description import describe
    from lecture.checking import timing
    from lecture.checking.comparison import RecordError
    from lecture.files import FaultyFileError, write_json
    from lecture.files.texts import TextError

    try:
        run = timing.run(Path(), describe(Path("src")).times)
        known = _recorded() or _this_edition()
        write_json(RECORD, known | {"runs": known.get("runs", {}) | run})
    except (TextError, RecordError, FaultyFileError, OSError) as mistake:
        sys.exit(f"lecture record --times: {_why(mistake)}")
    print(f"{RECORD}: written; the next build's pages say these times; commit it")


def _recorded() -> dict:
    """The record as it is; {} without one."""
    from lecture.files import read_json

    return read_json(RECORD) if Path(RECORD).is_file() else {}


def _this_edition() -> dict:
    from lecture.build.description import describe
    from lecture.checking import comparison

    lecture = describe(Path("src"))
    return comparison.record(Path(), lecture.times, lecture.headline)


def _compare(source: str | None, markdown: bool, page: Path | None) -> None:
    from lecture.build.description import describe
    from lecture.checking import baselines, comparison
    from lecture.files import write_text
    from lecture.files.texts import TextError

    try:
        before = baselines.read(source or RECORD, Path(), describe(Path("src")).times)
        now = _this_edition()
        found = comparison.changes(before, now)
        verdict = comparison.verdict(found)
        if page:
            from lecture.checking import side_by_side

            old = Path(source) if source and Path(source).is_dir() else None
            write_text(page, side_by_side.page(found, old, Path(), verdict))
    except (TextError, comparison.RecordError, OSError) as mistake:
        print(f"lecture compare: {_why(mistake)}", file=sys.stderr)
        sys.exit(2)
    print(*(comparison.as_markdown(found) if markdown else comparison.as_text(found)), sep="\n")
    print(f"\n{len(now['numbers'])} numbers, {len(now['claims'])} claims, {len(now['figures'])} figures: {verdict}")
    sys.exit(verdict == comparison.DIFFERENT)


def _verify(source: str | None) -> None:
    from lecture.checking import verification
    from lecture.checking.manifest import ManifestError
    from lecture.downloading import shown

    try:
        report = verification.compare(source) if source else verification.verify()
    except ManifestError as mistake:
        _tell("verify", [f"lecture verify: {mistake}", "COULD NOT CHECK."])
        sys.exit(2)
    _tell("verify", report.lines(shown(source) if source else ""))
    _tell("verify", ["Not looked at:", *(f"  {line}" for line in verification.BELIEVED)])
    sys.exit(report.code)


def _drift(source: str | None, log: Path | None, to: Path | None) -> None:
    from lecture.build.description import describe
    from lecture.checking import baselines, comparison, drift
    from lecture.files import write_json, write_text
    from lecture.files.texts import TextError

    try:
        before = baselines.read(source or RECORD, Path(), describe(Path("src")).times)
        logs = [log] if log else _last_log()
        failed = "\n".join(filter(None, map(drift.failed_log, logs)))
        after, absent = None, drift.NO_BUILD
        try:
            after = None if failed else _this_edition()
        except comparison.RecordError as mistake:
            absent = str(mistake)
        found = drift.judge(before, after, failed, absent)
        if to:
            write_json(to / "drift.json", drift.as_data(found))
            write_text(to / "drift.md", "\n".join(drift.as_markdown(found)) + "\n")
    except (TextError, comparison.RecordError, OSError) as mistake:
        print(f"lecture drift: {_why(mistake)}", file=sys.stderr)
        sys.exit(2)
    print(*drift.as_text(found), sep="\n")
    sys.exit(found.code)


def _edition(name: str | None, site: str | None) -> None:
    from lecture.archive import editions

    try:
        if name:
            entry = editions.keep(Path(), name)
            print(f"public/editions/{name}: {entry['title']}, {entry['size']}, {len(entry['files'])} files")
        elif site:
            _tell("edition", editions.fetch(site.rstrip("/"), Path("public")))
        else:
            print(f"{editions.refresh(Path())} editions beside the current one: public/{editions.INDEX}")
    except (editions.EditionError, OSError) as mistake:
        sys.exit(f"lecture edition: {_why(mistake)}")


def _last_log() -> list[Path]:
    """Snakemake's own log of the last build, if there was one."""
    return sorted(Path(".snakemake/log").glob("*.snakemake.log"))[-1:]


def _crate(file: Path | None) -> None:
    from lecture.build.description import describe
    from lecture.checking import crate, manifest, verification
    from lecture.files.texts import TextError

    try:
        told = verification.own()
        target = file or Path(f"public/archive/{told['edition']}.crate.zip")
        count = crate.write(target, told, describe(Path("src")).page)
    except (TextError, manifest.ManifestError, crate.CrateError, OSError) as mistake:
        sys.exit(f"lecture crate: {_why(mistake)}")
    print(f"{target}: {count} files, a Workflow Run RO-Crate")


def _reproduce(keep: Path | None, cores: int, arguments: Sequence[str]) -> None:
    from lecture.checking import reproduction

    if not Path("Snakefile").is_file():
        print("lecture reproduce: there is no lecture here: no Snakefile", file=sys.stderr)
        sys.exit(2)
    try:
        if keep and keep.exists() and any(keep.iterdir()):
            raise reproduction.ReproductionError(
                f"{keep} is not an empty folder; name one that is or doesn't exist yet"
            )
        with reproduction.place(keep) as place:
            folders = []
            for folder in reproduction.reproduce(Path.cwd(), place.folder, cores, arguments):
                folders.append(folder)
                print(f"built: {folder}", flush=True)
            found = reproduction.published(*folders)
            behind = reproduction.causes(*folders) if found else []
            files = sum(path.is_file() for path in (folders[0] / "public").rglob("*"))
            place.stays = bool(found or keep)
    except (reproduction.ReproductionError, OSError) as mistake:
        print(f"lecture reproduce: {_why(mistake)}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)
    print(*found, sep="\n", end="\n" if found else "")
    if behind:
        print("\nBehind them, results that differ:", *(f"    {each}" for each in behind), sep="\n")
    where = f"; both builds: {place.folder}" if place.stays else ""
    print(f"\n{files} published files, {len(found)} differences{where}")
    sys.exit(bool(found))


def _tell(name: str, lines: Iterable[str]) -> None:
    """Print lines as they come; what comes from elsewhere can't command the terminal."""
    try:
        for line in lines:
            print("".join(letter if letter.isprintable() else "?" for letter in line), flush=True)
    except (OSError, ValueError) as mistake:
        sys.exit(f"lecture {name}: {_why(mistake)}")


if __name__ == "__main__":
    main()
