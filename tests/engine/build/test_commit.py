"""Which commit is built."""

import subprocess

from lecture.build.commit import commit


def test_the_commit_is_that_of_the_folder(tmp_path):
    assert commit(tmp_path) == ""
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(tmp_path)]
    subprocess.run([*run, "init", "-q"], check=True)
    subprocess.run([*run, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    whole = subprocess.run([*run, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout
    assert len(commit(tmp_path)) >= 7 and whole.startswith(commit(tmp_path))
