"""The preview, killed twenty times: its head, a job, a kernel or all of it, at moments that a seed chooses."""

from tests import kills
from tests.conftest import copied

VICTIMS = ("head", "group", "job") * 5 + ("kernel", "head", "kernel", "group", "kernel")


def test_twenty_kills_change_no_byte_of_what_is_published(lecture, tmp_path):
    killed = copied(tmp_path / "killed")
    for seed, victim in enumerate(VICTIMS):
        said = kills.killed(killed, victim, seed, most=14)
        assert "Traceback" not in said, said
        assert "Nothing to be done" not in said, f"the build was done before kill {seed}; choose earlier moments"
    killed.build()
    assert killed.published() == lecture.published()
    assert kills.left_behind(killed) == []
    assert kills.gone(killed)
