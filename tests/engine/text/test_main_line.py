"""The words that every reader reads are counted, and nothing else."""

import pytest

from lecture.command import main
from lecture.text.main_line import words
from lecture.text.reading import read
from tests.engine.conftest import TOY

HEADER = "---\ntitle: A title\n---\n\n"


def count(text: str) -> int:
    return words(read(HEADER + text, "notebooks/01-words.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Three words here {#sec-a}", 3),
        ('A **bold** [claim]{claim="it"} — of {{ group.number | number(2) }} words.', 6),
        ("One, `code`, $x + y$ and two.", 3),
        ("- one\n- two three\n\n| four |\n|:--|\n| five six |\n\n: Not a caption. {#tbl-a}", 6),
        ('![Not a caption.](../figures/a.svg){#fig-a alt="Nor this"}', 0),
        ("See @sec-a and [@knuth1984] twice.[^note]\n\n[^note]: Not this.", 3),
        ('One.\n\n::: {.curious title="More"}\nNot counted.\n:::\n\nTwo.', 2),
        ("::: {.exercise}\nA question?\n\n::: {.answer}\nNot counted.\n:::\n:::", 2),
        ("One.\n\n```python\nnot = counted\n```\n\nTwo three.", 3),
        ("{% if group.number > 1 %}one {% else %}two {% endif %}three", 3),
    ],
)
def test_what_counts(text, expected):
    assert count(text) == expected


def test_the_command_tells_the_length_of_each_chapter(capsys):
    main(["words", str(TOY)])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[-1] for line in lines] == ["01-birthdays", "02-walks", "altogether"]
    assert int(lines[0][0]) + int(lines[1][0]) == int(lines[2][0]) > 100


def test_a_chapter_that_is_too_long_is_named(tmp_path, capsys):
    for file, text in {
        "config/lecture.yaml": "claims:\n",
        "src/short/lecture.yaml": "title: Short\nlanguage: en\nmain_line: {01-one: 2, 02-two: 2}\n",
        "notebooks/01-one.md": HEADER + "# Two words\n",
        "notebooks/02-two.md": HEADER + "# Now three words\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    with pytest.raises(SystemExit, match=r"longer than lecture\.yaml allows: 02-two$"):
        main(["words", str(tmp_path)])
    assert "3 of 2  02-two" in capsys.readouterr().out


def test_a_folder_without_a_lecture_is_told(tmp_path):
    with pytest.raises(SystemExit, match=r"^lecture words: .*expected one package"):
        main(["words", str(tmp_path)])
