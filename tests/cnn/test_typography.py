"""Russian texts keep the rules of Russian typography: ё, «ёлочки», dashes, spaces that don't break, numbers."""

from pathlib import Path

import pytest

from lecture import words
from lecture.text.typography import mistakes, prose, strings, values, with_letter

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.md"))
FIGURES = sorted((ROOT / "src/cnn").glob("*/figures/*.py"))
# Keys whose values no reader reads.
NO_TEXTS = ("measured", "endings", "quotes", "mark")
TABLES = [
    ROOT / "src/lecture/words/ru.yaml",
    ROOT / "notebooks/glossary.yaml",
    ROOT / "src/cnn/lecture.yaml",
    *sorted((ROOT / "src/cnn").glob("*/claims.yaml")),
]
TEXTS = {path: prose(path.read_text(encoding="utf-8")) for path in CHAPTERS}
TEXTS |= {path: values(path.read_text(encoding="utf-8"), NO_TEXTS) for path in TABLES}
TEXTS |= {path: strings(path.read_text(encoding="utf-8"), "[а-яё]") for path in FIGURES}

# Words with «е» that are words, too: «все» beside «всё».
EITHER = ["все", "чем", "всем", "нем", "узнаем", "берет", "осел", "небо", "мел", "тем", "черт", "слез", "звезд"]
WRITTEN = with_letter(TEXTS.values(), "ё", "е", EITHER)
RULES = words.typography("ru")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_typography(path):
    found = [
        f"{path.relative_to(ROOT)}:{each.line}: {each.what}: {each.place!r}"
        for each in mistakes(TEXTS[path], RULES, WRITTEN)
    ]
    assert not found, "\n" + "\n".join(found)
