"""The preview, killed twenty times: its head, a job, a kernel or all of it, at moments of every stage."""

from dataclasses import replace

from tests import kills
from tests.conftest import copied
from tests.stress.times import differences, half_of_the_results, published_with_times_of

# Half of the results are there, so that a kill costs seconds: of a hundred jobs, of every stage, stretches of some, now
# and then up to the next notebook, and the end, where the pages are made.
MOST = 6
AT_RANDOM = ("head", "group", "job", "kernel") * 4
AT_THE_END = (("group", "document"), ("job", "excerpts"), ("head", "publish"), ("group", "publish"))


def test_twenty_kills_change_no_byte_of_what_is_published(preview, tmp_path):
    killed = replace(copied(tmp_path / "killed"), options=preview.options)
    half_of_the_results(killed, preview)
    for seed, victim in enumerate(AT_RANDOM):
        notebook = victim == "kernel"
        said = kills.killed_at(killed, victim, "notebook") if notebook else kills.killed(killed, victim, seed, MOST)
        assert "Traceback" not in said, said
    for victim, stage in AT_THE_END:
        said = kills.killed_at(killed, victim, stage)
        assert "Traceback" not in said, said
    killed.build()
    assert differences(killed, preview) == []
    assert published_with_times_of(killed, preview) == preview.published()
    assert kills.left_behind(killed) == []
    assert kills.gone(killed)
