"""A lecture that grows is generated, measured by stages, and told where it grows worse than its size."""

import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def load(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "workflow/bench"))
    import load

    yield load
    sys.modules.pop("load")


@pytest.mark.long
def test_a_small_one_goes_through_its_stages(load, tmp_path):
    load.write(tmp_path, chapters=2, figures=3, size=2000)
    load.drawn(tmp_path)
    assert len(list((tmp_path / "figures").glob("*.svg"))) == 3
    assert all(path.stat().st_size > 2000 for path in (tmp_path / "notebooks").glob("*.md"))
    for stage in ("reading", "planning", "parsing", "html"):
        found = load.cost(stage, tmp_path)
        assert found["seconds"] > 0 and found["megabytes"] > 10


@pytest.mark.parametrize(("power", "told"), [(1.0, False), (2.0, True)])
def test_what_is_quadratic_is_told(load, power, told):
    costs = [2.0 + 10 * share**power for share in load.SHARES]
    found = {"chapter": {"stages": {"reading": {"exponent": load.exponent(load.SHARES, costs)}}}}
    assert bool(load.worse(found)) is told
