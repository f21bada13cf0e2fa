"""Parts for the curious, and answers: folded on the page, open in print; slides leave the former out."""

import re

from pypdf import PdfReader

TEXT = """# Глава {#sec-chapter}

## Часть {#sec-part}

Сначала главное, подробности в @sec-detail.

::: {.curious #sec-detail title="Почему так"}
Длинное объяснение.

### Внутренний заголовок

::: {.tabs}
::: {.tab title="Первый"}
Вкладка.
:::
:::
:::

*Вопрос.* Сколько будет дважды два?

::: {.answer}
Четыре.
:::

::: {.curious}
Без названия.
:::

## Другая часть

Конец главы.
"""


def test_the_page_folds_it(export):
    page = export(TEXT)
    folded = re.search(r'<details class="curious" id="sec-detail">(.*?)</details>', page, re.DOTALL)[1]
    assert folded.startswith("<summary>Для любознательных: Почему так</summary>")
    assert "Длинное объяснение" in folded and "Внутренний заголовок" in folded and "Вкладка" in folded
    assert folded.count("<section") == folded.count("</section>")
    assert '<details class="curious" id="curious-1-1"><summary>Для любознательных</summary>' in page
    assert '<a href="#sec-detail" class="reference">§\N{NO-BREAK SPACE}1.1</a>' in page


def test_slides_leave_it_out(export):
    slides = export(TEXT, "slides")
    assert "Сначала главное" in slides
    assert "Длинное объяснение" not in slides


def test_on_slides_an_answer_comes_at_a_click(export):
    slides = export(TEXT, "slides")
    shown = re.sub(r'<aside class="notes">.*?</aside>', "", slides, flags=re.DOTALL)
    question, _, answer = shown.partition('<div class="answer fragment">')
    assert "Сколько будет дважды два?" in question and answer.partition("</div>")[0].strip() == "<p>Четыре.</p>"


def test_print_opens_it_at_the_end_of_the_chapter(export, tmp_path):
    (tmp_path / "lecture.pdf").write_bytes(export(TEXT, "pdf"))
    reader = PdfReader(tmp_path / "lecture.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.index("Ответ. Четыре.") < text.index("Конец главы") < text.index("Длинное объяснение")
    before, behind = text[: text.index("Конец главы")], text[text.index("Конец главы") :]
    assert "Для любознательных: Почему так →" in before.replace("\N{NO-BREAK SPACE}", " ")
    assert "Для любознательных Почему так" in behind and "Вкладка" in behind
