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
