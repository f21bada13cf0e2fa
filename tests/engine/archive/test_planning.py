"""What is wrapped of Snakemake, where no build shows it."""

import subprocess
import sys

PARAMETERS = """
import sys
from types import SimpleNamespace
import snakemake.api
from snakemake.persistence import PersistenceBase

theirs = PersistenceBase._serialize_param_pandas
from lecture.archive import planning
from lecture.archive.store import Store

planning.use(planning.Planner(Store(), (), {}, ()))
written = SimpleNamespace()
written._serialize_param_builtin = lambda value: PersistenceBase._serialize_param_builtin(written, value)
values = [1, "a", {"code": [None]}]
ours = [PersistenceBase._serialize_param_pandas(written, value) for value in values]
print("pandas" in sys.modules)
import pandas
table = pandas.DataFrame({"a": [1]})
print(ours == [theirs(written, value) for value in values])
print(PersistenceBase._serialize_param_pandas(written, table) == theirs(written, table) != theirs(written, table * 2))
"""


def test_parameters_are_written_down_without_pandas_where_nobody_has_imported_it(tmp_path):
    done = subprocess.run([sys.executable, "-c", PARAMETERS], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "True"], done.stderr


STORED = """
import snakemake.api
from snakemake.iocontainers import Params, Snakemake

theirs = Snakemake._safely_store_params
from lecture.archive import planning
from lecture.archive.store import Store

planning.use(planning.Planner(Store(), (), {}, ()))
import sys


def stored(store, *values):
    told = Snakemake.__new__(Snakemake)
    store(told, Params(fromdict={f"name{place}": value for place, value in enumerate(values)}))
    return list(told._params_store), list(told._params_store._get_names()), told._params_types


ours = Snakemake._safely_store_params
plain = stored(ours, 1, "a", {"code": [None]})
print("pandas" in sys.modules)
import numpy
array = stored(ours, numpy.arange(3))
import pandas
print(plain == stored(theirs, 1, "a", {"code": [None]}) and array == stored(theirs, numpy.arange(3)))
print(stored(ours, pandas.DataFrame({"a": [1]}))[2] == {0: "pd.DataFrame"} and array[2] == {0: "np.ndarray"})
"""


def test_a_script_gets_its_parameters_without_pandas_where_nobody_has_imported_it(tmp_path):
    done = subprocess.run([sys.executable, "-c", STORED], cwd=tmp_path, capture_output=True, text=True)
    assert [*map(str.strip, done.stdout.splitlines())] == ["False", "True", "True"], done.stderr


READ = """
import asyncio
import hashlib
import os
from pathlib import Path
from types import SimpleNamespace

import snakemake.api
from snakemake.io import IOCache, _IOFile

theirs = _IOFile.checksum
from lecture.archive import planning
from lecture.archive.store import Store

planner = planning.Planner(Store(), (), {}, ())
planning.use(planner)
for name, size in {"small": 10, "large": 1001, "empty": 0}.items():
    Path(name).write_bytes(b"a" * size)
Path("folder").mkdir()
os.symlink("absent", "broken")
os.mkfifo("fifo")


def digests(checksum):
    cache = IOCache(60)
    cache.deactivate()
    rule = SimpleNamespace(workflow=SimpleNamespace(iocache=cache), pathvars=SimpleNamespace(apply=str))
    names = ("small", "large", "empty", "folder", "broken", "fifo", "absent")
    return [asyncio.run(checksum(_IOFile(name, rule=rule), 1000)) for name in names]


first = digests(_IOFile.checksum)
print(first == digests(theirs) and first[0] == "sha256:" + hashlib.sha256(b"a" * 10).hexdigest())
opened = []
planner.journal.__class__.digest.__globals__["digest_of"] = lambda path: opened.append(path) or "another"
print(digests(_IOFile.checksum) == first and not opened)
Path("small").write_bytes(b"b" * 10)
print(digests(_IOFile.checksum)[0] == "sha256:another" and opened == ["small"])
"""


def test_an_input_is_read_once_for_all_that_is_made_of_it_and_again_when_it_has_changed(tmp_path):
    done = subprocess.run([sys.executable, "-c", READ], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True", "True"], done.stderr
