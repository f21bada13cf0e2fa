import platform

import pytest
import torch

from cnn.learning import devices


@pytest.fixture
def lines():
    return []


def gpu(monkeypatch, fault):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(devices, "why_not_cuda", lambda: fault)


def test_auto_without_a_gpu_is_the_cpu_and_no_news(monkeypatch, lines):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert devices.choose("auto", lines.append) == "cpu"
    assert lines == []


def test_auto_takes_a_gpu_that_works(monkeypatch, lines):
    gpu(monkeypatch, None)
    assert devices.choose("auto", lines.append) == "cuda"
    assert devices.choose("cpu", lines.append) == "cpu"


def test_auto_leaves_a_gpu_that_does_not_work_and_says_why(monkeypatch, lines):
    gpu(monkeypatch, "CUDA error: no kernel image is available")
    assert devices.choose("auto", lines.append) == "cpu"
    assert "no kernel image" in lines[0]


def test_a_wanted_gpu_that_is_not_there_is_an_error(monkeypatch, lines):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="finds no NVIDIA driver or no GPU"):
        devices.choose("cuda", lines.append)


def test_a_misspelt_device_is_an_error(lines):
    with pytest.raises(ValueError, match="choose auto, cpu or cuda"):
        devices.choose("gpu", lines.append)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_real_gpu_convolves():
    assert devices.why_not_cuda() is None


def test_the_machine():
    assert devices.machine()["architecture"] == platform.machine()
    assert devices.machine()["instructions"] == torch.backends.cpu.get_cpu_capability()
