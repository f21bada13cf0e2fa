"""Results that are kept take part in Snakemake's plan: what fits is put in place, and only the rest is run.

Snakemake has no hook between its plan and its jobs, so some of its methods are wrapped here: the one that finds the
jobs that have to run, the one that writes down that a job has ended, well or not, the one that goes on behind a job
that has ended well, those that would import pandas, and the one that reads each input for its digest. What a result was
made from is decided by digests alone; Snakemake then gets its own records, as if the job had just run. What isn't what
its job wrote, or was made from what isn't there any more, is made again, whatever the times of the files say.
"""

import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from snakemake.dag import DAG
from snakemake.exceptions import LockException, WorkflowError
from snakemake.io import IOCache, _IOFile, is_flagged
from snakemake.iocontainers import Params, Snakemake
from snakemake.persistence import PersistenceBase

from lecture.archive import ANSWER, DESCRIBING, ELSEWHERE, FITTING, FOLLOWS, JOBS, PACKING
from lecture.archive.facts import Facts, canonical, differences, installed, misfits
from lecture.archive.journal import Journal
from lecture.archive.store import Entry, Store, entry, sha256
from lecture.build.joblog import in_a_line
from lecture.build.warm import threads
from lecture.files import read_json, write_json
from lecture.keeping import digest as digest_of_texts

# The time stamp of files that are brought here with the digest that was known before: nothing made from them is older.
LONG_AGO = (1, 1)

_plan, _write_down, _go_on = DAG.update_needrun, PersistenceBase.finished, DAG.finish
_serialized, _stored, _checksum = (
    PersistenceBase._serialize_param_pandas,
    Snakemake._safely_store_params,
    _IOFile.checksum,
)


@dataclass
class Planner:
    """What the wrapped methods know of a lecture.

    Attributes:
        store: of the results that are kept.
        passing: rules whose results are not worth a place there.
        known: SHA-256 of files that need not be there yet, by path.
        recipes: the files that tell how results were made; pages tell which of them come from elsewhere.
        journal: of what jobs wrote, and from what.
    """

    store: Store
    passing: Collection[str]
    known: Mapping[str, str]
    recipes: Collection[str]
    journal: Journal = field(default_factory=Journal.read)

    def keeps(self, job) -> bool:
        """Whether a job's result is one to keep: what decides it is told by `code`, and it and what it is made from are
        plain files, since folders have no digest in the store."""
        code = job.params.get("code") if job.rule.name not in self.passing else None
        if not isinstance(code, Mapping) or not job.output:
            return False
        makers = job.dag.dependencies[job]
        folders = {str(file) for maker in [job, *makers] for file in maker.output if file.is_directory}
        return not folders.intersection(map(str, [*job.output, *job.input]))

    def digest(self, path: str) -> str | None:
        """SHA-256 of a file as it lies there; None for what is none."""
        try:
            return None if os.path.isdir(path) else self.journal.digest(path)
        except OSError:
            return None

    def checksum(self, path: str, most: int) -> str | None:
        """What Snakemake writes down of an input: its digest; None for what it doesn't read.

        Args:
            most: bytes that a file may have to be read.
        """
        try:
            status = os.stat(path)
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        return f"sha256:{self.journal.digest(path)}"

    def facts(self, job, digest: Callable[[str], str | None]) -> Facts | None:
        """What decides a job's result; None if an input isn't known yet. What is `ancient` decides nothing."""
        inputs: dict[str, dict[str, str]] = {}
        for name, files in job.input._allitems():
            for file in [files] if isinstance(files, str) else files:
                if file.is_ancient:
                    continue
                if (found := digest(str(file))) is None:
                    return None
                inputs.setdefault(name or "", {})[str(file)] = found
        code = job.params.code
        return Facts(
            outputs=tuple(map(str, job.output)),
            code=code["digest"],
            settings=_all_but_code(job),
            inputs=inputs,
            threads=threads(job.threads, job.resources),
            versions={"python": installed("python")} | code["versions"],
        )

    def entry(self, job) -> Entry | None:
        """The record of a result that is up to date; what its recipe says of its making is believed."""
        if (facts := self.facts(job, self.digest)) is None:
            return None
        recipe = {}
        for file in job.output:
            if str(file) in self.recipes:
                recipe = read_json(file)
        made = {key: recipe[key] for key in ("architecture", "instructions", "device") if key in recipe}
        versions = {"python": recipe["versions"]["python"]} if "python" in recipe.get("versions", {}) else {}
        facts = replace(facts, threads=recipe.get("threads", facts.threads), versions=facts.versions | versions)
        return entry(_name(job), facts, made)

    def fitting(self, dag: DAG, stores: Sequence[Store]) -> "Fitting":
        """Which of the jobs that have to run need not, because their results are kept."""
        found = Fitting()
        digests: dict[str, str] = {}
        running = set(dag.needrun_jobs())
        made = {str(file) for job in running for file in job.output}

        def digest(path: str) -> str | None:
            if path in digests:
                return digests[path]
            if path in made:
                return self.known.get(path)
            return self.digest(path) or self.known.get(path)

        for level in dag.toposorted():
            for job in level:
                if job not in running or not self.keeps(job):
                    continue
                facts = found.facts[job] = self.facts(job, digest)
                for store in stores if facts else ():
                    if kept := store.find(facts):
                        found.results[job] = store, kept
                        digests |= {path: kept.digest_of(path) for path in kept.outputs}
                        break
        return found

    def note(self, job) -> None:
        """Write down what a job that has ended well wrote, and from what."""
        # What is brought later, by a digest that is known, isn't there yet when a kept result is put in place.
        outputs = list(map(str, job.output))
        inputs = [str(file) for file in job.input if not file.is_ancient and os.path.exists(file)]
        if outputs:
            self.journal.note(outputs, inputs, _settings(job))

    def outdated(self, dag: DAG) -> dict[object, str]:
        """Jobs that Snakemake would not run, though their files are not what they wrote, or were made from others."""
        found = {}
        for job in dag.jobs:
            if job in dag._needrun or not (paths := list(map(str, job.output))):
                continue
            if changed := next(self.journal.differing(paths), None):
                found[job] = f"{changed} is not what its job wrote"
            elif (written := self.journal.jobs.get(paths[0])) and (why := self._moved_on(job, written)):
                found[job] = f"{paths[0]} was made from {why}"
        return found

    def _moved_on(self, job, written) -> str:
        for path, (digest, _) in written.inputs.items():
            if (now := self.digest(path)) is not None and now != digest:
                return f"another {path}"
        # Of such a job that fails Snakemake notes what it would have made.
        if any(is_flagged(file, "update") for file in job.output) and written.settings != _settings(job):
            return "other settings"
        return ""

    async def take(self, dag: DAG) -> Collection[object]:
        """Put what fits in place, and tell Snakemake; the jobs whose results these are.

        Raises:
            OSError: a file can't be written.
        """
        workflow, persistence = dag.workflow, dag.workflow.persistence
        results = self.fitting(dag, [self.store]).results
        while not all([store.is_sound(kept) for store, kept in results.values()]):
            results = self.fitting(dag, [self.store]).results  # what comes from a damaged result fits no longer
        self.remember({job: kept for job, (_, kept) in results.items()})
        dag.update_jobids()  # which the records of commands want
        workflow.iocache.deactivate()  # what it knows of files is about to change
        for job, (store, kept) in results.items():
            # Marked as begun, as for a job: whoever is killed in here leaves nothing that passes for finished.
            persistence.started(job)
            store.place(kept)
            await _write_down(persistence, job)
            self.note(job)
            dag.forcefiles.difference_update(job.output)
        workflow.iocache = IOCache(workflow.dag_settings.max_inventory_wait_time)
        if results:
            await _plan_again(dag)
            _leave_out(dag, results)  # though files of a known digest, from which they were made, are yet to be brought
        return results

    def remember(self, results: Mapping[object, Entry | None]) -> None:
        """Write down which of the results that have recipes come from elsewhere; None for what was made here."""
        before = read_json(ELSEWHERE) if ELSEWHERE.is_file() else {}
        told = dict(before)
        for job, kept in results.items():
            fetched = kept and self.store.fetched(kept)
            for file in {str(file) for file in job.output} & set(self.recipes):
                told.pop(file, None)
                if fetched:
                    versions = kept.content["versions"]
                    absent = {package: number for package, number in versions.items() if not installed(package)}
                    told[file] = fetched | {"machine": kept.content["machine"], "versions": versions, "absent": absent}
        if told != before or not ELSEWHERE.is_file():
            write_json(ELSEWHERE, dict(sorted(told.items())))

    def keep(self, job) -> None:
        """Keep the result of a job that has ended well."""
        try:
            if self.keeps(job) and (made := self.entry(job)):
                self.store.keep(made)
            self.remember({job: None})
        except OSError as mistake:  # the build itself needs no store
            print(f"{self.store.folder}: the result of {_name(job)} is not kept: {mistake}", file=sys.stderr)


@dataclass
class Fitting:
    """What was found for the jobs that have to run: what decides each, and the kept result where one fits."""

    facts: dict[object, Facts | None] = field(default_factory=dict)
    results: dict[object, tuple[Store, Entry]] = field(default_factory=dict)


async def _plan_again(dag: DAG) -> None:
    for job in dag.jobs:
        dag.reason(job).clear()
    await _plan(dag, create_inventory=True)


def _settings(job) -> str:
    return digest_of_texts(canonical([[name or "", value] for name, value in job.params._allitems()]))


def _all_but_code(job) -> dict[str, object]:
    """The parameters of a job, and under which conditions it works, which stand beside its code."""
    settings = {name or "": value for name, value in job.params._allitems() if name != "code"}
    code = job.params.get("code")
    conditions = code.get("conditions") if isinstance(code, Mapping) else None
    return settings | {"conditions": conditions} if conditions else settings


def described(dag: DAG) -> dict[str, dict]:
    """How everything in a plan is made, by the name of the job: `rule`, `inputs`, `outputs`, `settings` (their digest),
    `versions`, `threads`, and `code` (its digest) where a rule tells it. The engine's own files, which lie elsewhere
    for each lecture, are one digest, `engine`."""
    found, engine = {}, Path(__file__).resolve().parents[1]
    inside: dict[str, str | None] = {}  # the engine's files among the inputs: their names in it

    def own(file: str) -> str | None:
        if file not in inside:
            path = Path(file).resolve()
            inside[file] = path.relative_to(engine).as_posix() if path.is_relative_to(engine) else None
        return inside[file]

    digests: dict[tuple[str, ...], str] = {}
    for job in dag.jobs:
        if not job.output:
            continue
        inputs = sorted(str(file) for file in job.input if not file.is_ancient)
        ours = tuple(file for file in inputs if own(file))
        if ours and ours not in digests:
            digests[ours] = digest_of_texts(*(f"{own(file)} {sha256(file)}" for file in ours))
        code = job.params.get("code")
        code = code if isinstance(code, Mapping) else {"digest": code} if isinstance(code, str) else {}
        found[_name(job)] = {
            "rule": job.rule.name,
            "inputs": [file for file in inputs if not own(file)],
            "outputs": sorted(map(str, job.output)),
            "settings": digest_of_texts(canonical(_all_but_code(job))),
            "versions": {"python": installed("python")} | code.get("versions", {}),
            "threads": threads(job.threads, job.resources),
        }
        found[_name(job)] |= {"code": code["digest"]} if "digest" in code else {}
        found[_name(job)] |= {"engine": digests[ours]} if ours else {}
    return dict(sorted(found.items()))


def _name(job) -> str:
    return " ".join([job.rule.name, *job.wildcards_dict.values()])


@contextmanager
def _locked(persistence: PersistenceBase) -> Iterator[None]:
    """Snakemake's lock, which can be had again behind this."""
    with persistence.lock():
        yield
    Path(persistence.path, "locks").mkdir(exist_ok=True)


def use(planner: Planner) -> None:
    """Let Snakemake's plan take what is kept, and keep what its jobs make."""

    async def force(dag: DAG) -> None:
        """Have made again what is outdated by digests."""
        if found := planner.outdated(dag):
            dag.forcefiles.update(file for job in found for file in job.output)
            await _plan_again(dag)
            _tell_outdated(list(found.values()))

    async def update_needrun(dag: DAG, create_inventory: bool = False) -> None:
        await planned(dag, create_inventory)
        if create_inventory and dag._needrun and runs(dag.workflow) and dag.workflow.executor_plugin is not None:
            write_json(JOBS, described(dag))

    async def planned(dag: DAG, create_inventory: bool) -> None:
        await _plan(dag, create_inventory)
        workflow, settings = dag.workflow, dag.workflow.dag_settings
        builds = workflow.is_main_process and workflow.executor_plugin is not None and not workflow.touch
        wanted = settings.forceall or settings.forcerun or settings.forcetargets  # somebody wants it made anew
        if not (create_inventory and builds):
            return
        await force(dag)
        if wanted:
            return
        if workflow.dryrun:
            _tell(dag, planner)
        elif dag._needrun:
            with suppress(LockException), _locked(workflow.persistence):  # another build is at work: Snakemake says so
                try:
                    taken = await planner.take(dag)
                except OSError as mistake:
                    raise WorkflowError(f"{in_a_line(mistake)}: a kept result can't be put in place there") from None
                if taken:
                    print(f"{len(taken)} results were there already, in {planner.store.folder}.", file=sys.stderr)
                    await force(dag)  # what would have been made again anyway, before these were put in place
                    _leave_out(dag, taken)

    def runs(workflow) -> bool:
        return workflow.is_main_process and not workflow.dryrun and not workflow.touch

    async def finished(persistence: PersistenceBase, job) -> None:
        for file in map(str, job.output if runs(persistence.dag.workflow) else ()):
            if file in planner.known and planner.digest(file) == planner.known[file]:
                os.utime(file, LONG_AGO)
        await _write_down(persistence, job)

    async def finish(dag: DAG, job, update_checkpoint_dependencies: bool = True) -> None:
        await _go_on(dag, job, update_checkpoint_dependencies)
        for ended in job if job.is_group() else [job]:
            if runs(dag.workflow):
                planner.note(ended)
                planner.keep(ended)

    def serialized(persistence: PersistenceBase, value: object) -> object:
        """A parameter as Snakemake writes it down; where nobody has imported pandas, it is none of its tables."""
        write = _serialized if "pandas" in sys.modules else PersistenceBase._serialize_param_builtin
        return write(persistence, value)

    def store(told: Snakemake, params: Params) -> None:
        """Parameters as a script gets them; where nobody has imported pandas or polars, none is their table."""
        numpy = sys.modules.get("numpy")
        arrays = numpy and any(isinstance(value, numpy.ndarray) for value in params)
        if arrays or {"pandas", "polars"} & sys.modules.keys():
            return _stored(told, params)
        told._params_store, told._params_types = Params(toclone=list(params)), {}
        told._params_store._take_names(params._get_names())

    async def checksum(file: _IOFile, threshold: int | None = None, force: bool = False, algorithm=None) -> str | None:
        """The digest of an input, from the journal: Snakemake reads each anew for every file that is made of it."""
        if threshold is None or force or algorithm or file.is_storage:
            return await _checksum(file, threshold, force, algorithm)
        return planner.checksum(str(file), threshold)

    DAG.update_needrun, PersistenceBase.finished, DAG.finish = update_needrun, finished, finish
    PersistenceBase._serialize_param_pandas, Snakemake._safely_store_params = serialized, store
    _IOFile.checksum = checksum
    # A file that is updated is whole at any time; Snakemake would write its copy of it back, piece by piece.
    PersistenceBase.backup_output = lambda persistence, path: None
    PersistenceBase.restore_output = lambda persistence, path: os.path.exists(path)
    if not ELSEWHERE.is_file():
        write_json(ELSEWHERE, {})


def _tell(dag: DAG, planner: Planner) -> None:
    """In a dry run: answer the command `lecture`, or leave out the jobs that a build would not run."""
    if target := os.environ.get(PACKING):
        write_json(target, _there(dag, planner))
        return
    if target := os.environ.get(DESCRIBING):
        write_json(target, described(dag))
        return
    incoming = Store(Path(os.environ[FITTING])) if FITTING in os.environ else None
    found = planner.fitting(dag, [planner.store, *([incoming] if incoming else [])])
    if incoming:
        write_json(incoming.folder / ANSWER, _comparison(dag, found, incoming))
    _leave_out(dag, found.results)


def _tell_outdated(lines: Sequence[str], most: int = 3) -> None:
    for line in lines[:most]:
        print(f"{line}; it is made again.", file=sys.stderr)
    if len(lines) > most:
        print(f"And so are {len(lines) - most} more results.", file=sys.stderr)


def _leave_out(dag: DAG, jobs: Iterable[object]) -> None:
    """Take jobs out of Snakemake's plan."""
    dag._needrun.difference_update(jobs)
    for job in dag._needrun:
        dag._n_until_ready[job] = sum(other in dag._needrun for other in dag.dependencies[job])
    dag._len = len(dag._finished | dag._needrun)


def _there(dag: DAG, planner: Planner) -> dict:
    """The results that are up to date, kept from now on, by key; the names of the jobs that have none, and for what
    reason the results that lie there all the same would be made again.

    What a build would take from the store instead of making it is up to date, too: where the times of files say
    nothing, as in a checkout that was copied or has just been made, Snakemake plans all of it.
    """
    there, missing, again = [], [], {}
    fitting = planner.fitting(dag, [planner.store]).results
    for job in filter(planner.keeps, dag.jobs):
        if job in fitting:
            _, kept = fitting[job]
            there.append({"key": kept.key, "id": kept.id})
            continue
        if job in dag._needrun or (made := planner.entry(job)) is None:
            missing.append(_name(job))
            if all(map(os.path.exists, job.output)):
                again[_name(job)] = str(dag.reason(job))
            continue
        same = [
            kept.id
            for kept in planner.store.entries(made.key)
            if kept.outputs == made.outputs and not misfits(kept.content["versions"], made.content["versions"])
        ]
        if not same:
            planner.store.keep(made)
        there.append({"key": made.key, "id": min(same, default=made.id)})
    there.sort(key=lambda kept: kept["key"])
    return {"edition": dag.workflow.config["edition"], "entries": there, "missing": sorted(missing), "again": again}


def _comparison(dag: DAG, found: Fitting, incoming: Store) -> dict:
    """Which results of an archive fit, which are here already, and for what reasons the others don't fit."""
    jobs = {tuple(sorted(map(str, job.output))): job for job in dag.jobs}
    fitting, here, reasons = [], [], {}
    for kept in incoming.all():
        job = jobs.get(tuple(sorted(kept.outputs)))
        store, result = found.results.get(job, (None, None))
        if store is incoming and result.id == kept.id:
            fitting.append({"key": kept.key, "id": kept.id})
        elif store or (job and job not in dag._needrun):
            here.append(kept.content["job"])
        elif job is None:
            reasons[kept.content["job"]] = ["this lecture makes no such result"]
        elif facts := found.facts.get(job):
            reasons[kept.content["job"]] = differences(kept.content, facts)
        else:
            reasons[kept.content["job"]] = [FOLLOWS]
    return {"fitting": fitting, "here": here, "reasons": reasons}
