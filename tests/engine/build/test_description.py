"""What a lecture says of itself, in its package and in CITATION.cff."""

import pytest

from lecture.build.description import describe
from lecture.files.texts import TextError


@pytest.fixture
def lecture(tmp_path):
    """Write a lecture with a CITATION.cff; the folder of its sources."""

    def write(citation, own=""):
        package = tmp_path / "src" / "course"
        package.mkdir(parents=True)
        (package / "lecture.yaml").write_text(f"title: Tides\nlanguage: en\n{own}")
        (tmp_path / "CITATION.cff").write_text(citation)
        return tmp_path / "src"

    return write


CITATION = """authors: [{given-names: Ada, family-names: Byron}, {name: the tide tables}]
version: 1.2.0
date-released: "2026-11-29"
license: MIT
"""


def test_the_citation_says_who_when_and_which_edition(lecture):
    page = describe(lecture(CITATION)).page
    assert page["authors"] == ["Ada Byron", "the tide tables"]
    assert (page["version"], page["date"], page["licence"]) == ("1.2.0", "2026-11-29", "MIT")


def test_what_the_lecture_says_itself_stays(lecture):
    page = describe(lecture(CITATION, "authors: [Ada]\nlicence: CC BY 4.0\n")).page
    assert page["authors"] == ["Ada"] and page["licence"] == "CC BY 4.0" and page["version"] == "1.2.0"


@pytest.mark.parametrize(
    ("citation", "message"),
    [
        ("date-released: soon\n", "CITATION.cff:1: date-released: expected a day such as 2026-11-29, got 'soon'"),
        ("a: [\n", "CITATION.cff:2: this is not YAML"),
    ],
)
def test_a_mistake_in_the_citation_is_named(lecture, citation, message):
    with pytest.raises(TextError, match=message.replace("[", r"\[")):
        describe(lecture(citation))


def test_a_language_without_words_is_refused_with_its_line(lecture):
    sources = lecture(CITATION)
    (sources / "course/lecture.yaml").write_text("title: Tides\nlanguage: xx\n")
    with pytest.raises(TextError, match=r"lecture\.yaml:2: language: there are no words in 'xx'; there are en, ru"):
        describe(sources)
