"""Mistakes of typography are found in their lines, and right texts have none."""

import pytest

from lecture import words
from lecture.text.typography import mistakes, prose, strings, values, with_letter

RULES = words.typography("ru")
NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def found(text):
    return [(each.line, each.what) for each in mistakes(text, RULES, {})]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Сеть — это слои.", "a space that breaks before a dash"),
        ("Сеть—это слои.", "no space beside a dash"),
        ("Сеть - это слои.", "a hyphen or a short dash instead of a dash"),
        ("На рисунках 2-4 видно.", "a hyphen between numbers"),
        ("Так называемая “сеть”.", "quotation marks of another language"),
        ('Так называемая "сеть".', "quotation marks of another language"),
        ("Это « сеть».", "a space inside quotation marks"),
        ("Доля равна 0.97 и растёт.", "a point inside a number"),
        ("Всего 60000 примеров.", "thousands without thin spaces"),
        ("Всего 60 000 примеров.", "thousands without thin spaces"),
        ("Верных 97% ответов.", "no space before the sign of per cent"),
        ("Верных 97 % ответов.", "a space that breaks before a sign or a unit"),
        ("Файл в 5 МБ велик.", "a space that breaks before a sign or a unit"),
        ("Слои, т. е. функции.", "a space that breaks inside an abbreviation"),
        ("См. рис. 5 ниже.", "a space that breaks before a number"),
        ("Об этом писал Я. Лекун.", "a space that breaks behind an initial"),
        ("И так далее...", "three points instead of an ellipsis"),
        ("Сделаем еще шаг.", "no ё"),
    ],
)
def test_each_rule_finds_its_mistake(text, what):
    assert what in {name for _, name in found(text)}


@pytest.mark.parametrize(
    "text",
    [
        f"Сеть{NO_BREAK}— это «слои», числа 2–4 и{NO_BREAK}0,97 из{NO_BREAK}60{THIN}000, то есть 97{NO_BREAK}%.",
        f"Смотрите упражнение 2.7, §{NO_BREAK}4.10, рис.{NO_BREAK}3.1 и т.{NO_BREAK}е. дальше…",
        f"Год 2020, издание от 2026-11-29, MNIST-1D, ещё одно слово, Я.{NO_BREAK}Лекун, 5{NO_BREAK}МБ.",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_code_formulas_and_attributes_are_no_prose():
    text = (
        '---\ntitle: "a - b"\n---\nСлой `a - 1.5` и $x - 0.5$ — да.\n\n'
        '```python\nx = 1.5 - 2\n```\n\n![Подпись.](a.svg){#fig-a alt="0.5"} {{ share | percent }}\n'
    )
    assert found(prose(text)) == [(4, "a space that breaks before a dash")]


def test_values_and_strings_stand_in_their_lines():
    assert found(values('a:\n  text: "Сеть — да"\n  measured: a - b\n', {"measured"})) == [
        (2, "a space that breaks before a dash")
    ]
    module = '"""Модуль — да."""\n\nCOLOUR = "#202020"\nTITLE = f"{share} % — доля"\n'
    assert found(strings(module, "[а-я]")) == [(4, "a space that breaks before a dash")]


def test_a_word_that_others_write_with_its_letter():
    right = with_letter(["Свёртка и всё", "свертка и все"], "ё", "е", ["все"])
    assert right == {"свертка": "свёртка"}
    assert [each.what for each in mistakes("Свертка и все", {}, right)] == ["Свертка is written свёртка"]
