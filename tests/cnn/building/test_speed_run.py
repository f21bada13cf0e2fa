from cnn.building.speed_run import measure

RUN = {
    "date": "2026-11-29",
    "machine": {"processor": "AMD EPYC", "instructions": "AVX2", "architecture": "x86_64"},
    "versions": {"torch": "2.0"},
}


def test_the_run_on_record_is_named():
    said = measure(run=RUN).numbers["where"].replace("\u00a0", " ")
    assert said == "29 ноября 2026 г. на одной машине (AMD EPYC, AVX2, PyTorch 2.0)"


def test_an_edition_without_a_run_says_so():
    assert "собрала это издание" in measure(run={}).numbers["where"]
