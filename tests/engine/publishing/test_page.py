"""The HTML page and the slides: what is shown, and that it needs nothing from outside."""

import re
from html import unescape

import pytest

from lecture.publishing import PublishingError
from lecture.publishing.web import page as closing
from lecture.words.tables import table
from tests.engine.publishing.conftest import exported_text


def body(page):
    return page[page.index("<body") :]


@pytest.mark.parametrize("target", ["html", "slides"])
def test_nothing_is_asked_from_outside(exported, target):
    html = re.sub(r"<script>.*?</script>", "", exported[target], flags=re.DOTALL)
    assert not re.search(r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=["'](?!data:)""", html)
    assert not re.search(r"""url\(\s*["']?(?!data:|#)[\w./]""", html)
    assert "@import" not in html


@pytest.mark.parametrize("target", ["html", "slides"])
def test_no_path_of_the_machine_is_left(exported, notebook, target):
    assert notebook.metadata.resource_path.rpartition("/")[0] not in exported[target]
    assert "/tmp/" not in exported[target]


def test_tags_hide_cells(exported):
    text = body(exported["html"])
    assert "secret" not in text
    assert "hidden_source" not in text and "видно" in text
    assert "shown_source" in text and "не видно" not in text
    assert re.search(r'<details class="folded-code"><summary>Код</summary>.*?folded_source', text, re.DOTALL)


def test_a_data_frame_becomes_a_table(exported):
    for target in ("html", "slides"):
        assert re.search(r"<td[^>]*>5020</td>", exported[target])
        assert "dataframe tbody" not in exported[target]


def test_output_text_keeps_its_colours_and_its_last_line(exported):
    text = body(exported["html"])
    assert '<span class="ansi-green-fg">0.05</span>' in text
    assert "100%|████| 10/10" in text and " 50%" not in text
    assert '<pre class="output-text output-stderr"' in text
    assert re.search(r"ansi-red-fg[^>]*>ZeroDivisionError", text)


def test_markdown_and_latex_outputs_are_read(exported):
    text = body(exported["html"])
    assert "Среднее <strong>важно</strong>" in text
    assert "<mfrac>" in text


def test_svg_pictures_are_elements_with_a_name_and_identifiers_of_their_own(exported):
    text = body(exported["html"])
    pictures = re.findall(r"<svg id=[^>]*>", text)
    assert len(pictures) == 2
    assert 'aria-label="Кривая потерь убывает с 2,3 до 0,05 за десять эпох"' in pictures[0]
    assert 'aria-label="Кривая потерь"' in pictures[1]
    assert all('role="img"' in picture for picture in pictures)
    assert "currentColor" in text
    assert 'xlink:href="#p03-1-dot"' in text and "url(#p04-1-frame)" in text
    assert '<img src="data:image/png;base64,' in text and 'alt="Серый квадрат"' in text


def test_a_picture_without_a_viewbox_keeps_its_size():
    svg = closing.inline_svg('<svg xmlns="x" width="72pt" height="36pt"><g id="a"/></svg>', "p1-", "Имя", "width:70%")
    assert 'viewBox="0 0 96 48"' in svg and 'width="96"' in svg and 'style="width:70%"' in svg
    assert '<g id="p1-a"/>' in svg


def test_what_is_no_svg_is_named(export, tmp_path):
    (tmp_path / "a.svg").write_text("<html>not found</html>")
    with pytest.raises(PublishingError, match=r"the data of this picture are damaged: a\.svg"):
        export("![](a.svg)")


def test_a_claim_opens_its_evidence(exported):
    text = body(exported["html"])
    # the mark doesn't leave the last word, nor the punctuation behind it the mark
    mark = r'<button[^>]*class="claim-mark holds" popovertarget="claim-a_accuracy"[^>]*>✓</button>\u2060</span>'
    assert re.search(rf'случаях из\s+<span class="unbroken">ста{mark}', text)
    assert 'class="claim-mark fails" popovertarget="claim-b_speed"' in text
    evidence = text[text.index('<div popover id="claim-a_accuracy"') :]
    assert "Доля ошибок сети A" in evidence
    assert "2,97 ± 0,25" in evidence and "results/training/a/*/history.csv" in evidence


def test_a_claim_that_a_first_measurement_changed_is_marked(exported):
    for target in ("html", "slides"):
        said, sign = re.findall(
            r'class="claim-mark fails"[^>]*aria-label="([^"]*)"[^>]*>(.*?)</', body(exported[target])
        )[0]
        assert "(записано или переписано после измерения)" in said and sign == "✗*"
    evidence = body(exported["html"]).split('<div popover id="claim-b_speed"')[1].split("</div>")[0]
    assert "Сначала ждали, что быстрее." in evidence and "(записано или переписано после измерения)" in evidence


def test_slides_mark_claims_only(exported):
    text = body(exported["slides"])
    assert 'class="claim-mark holds"' in text
    assert "history.csv" not in text


def test_exercise_answer_tabs_and_bibliography(exported):
    text = body(exported["html"])
    assert re.search(r'<div id="exercise-4-1"\s+class="exercise"', text)
    assert '<details class="answer"><summary>Ответ</summary>' in text
    assert re.search(r'<input type="radio" name="tabs-04-1"[^>]* checked><label[^>]*>PyTorch</label>', text)
    assert "Литература" in text and "Gradient-based learning" in text
    assert "на слайдах нет" in text and "только на слайдах" not in text


def test_the_edition_and_the_title_are_shown(exported):
    for target in ("html", "slides"):
        assert "предпросмотр: одна эпоха вместо десяти" in body(exported[target])
        assert "<title>Свёрточные нейронные сети</title>" in exported[target]
        assert '<html lang="ru">' in exported[target]


def test_formulas_are_mathml(exported):
    assert '<math display="block"' in exported["html"]
    assert "STIX Two Math" in exported["html"]
    assert '<mi>y</mi><mo accent="true">\u02c6</mo>' in exported["html"]


def test_a_bar_is_as_wide_as_what_is_below_it(export):
    """Fonts have no wide form of U+00AF: it is a line of the style sheet."""
    text = export("$\\overline{|x| + \\bar y}$ и $\\bar z$")
    assert re.search(r'<mrow class="barred"><mrow>.*</mrow></mrow>.*\bи\b', text) and ".barred {" in text
    assert len(re.findall('<mover accent="true"><mi>[yz]</mi><mo accent="true">\u00af</mo></mover>', text)) == 2


def test_the_speakers_window_is_that_of_this_version_of_reveal():
    for language in ("ru", "en"):
        said = table(language)["speaker"]
        script = closing.speaker_view(said, language)
        assert all(word in script for word in said.values())
        assert not [word for word in said.values() if set(word.replace("<br>", "")) & set("'\"<>\\")]


def test_slides_show_what_a_lecturer_shows(exported):
    slides = re.findall(r'<section[^>]*class="slide.*?</section>', body(exported["slides"]), re.DOTALL)
    shown = [re.sub(r'<aside class="notes">.*?</aside>', "", slide, flags=re.DOTALL) for slide in slides]
    everything = " ".join(shown)
    assert "Свёртка делает два предположения" in everything
    assert "Об этом писал" not in everything and "Об этом писал" in " ".join(slides)
    assert "Это видно только на слайдах" in everything
    assert "Этого на слайдах нет" not in " ".join(slides)
    assert "5020</mn>" in everything.partition('<div class="answer fragment">')[2].partition("</div>")[0]
    assert all(slide.count("<figure") <= 1 for slide in shown)


def slides_of(html):
    """[(title, what is shown, what is told)] of the slides of a text."""
    found = re.findall(r'<section[^>]*class="slide (?:words|material|chapter)".*?</section>', body(html), re.DOTALL)
    parts = [slide.partition('<aside class="notes">') for slide in found]
    title = [re.search(r"<h2>(.*?)</h2>", slide, re.DOTALL)[1] for slide in found]
    return [(re.sub(r"\s+", " ", name), shown, told) for name, (shown, _, told) in zip(title, parts, strict=True)]


def test_a_chapter_is_a_column_of_slides(exported):
    columns = re.split(r"<section>\s*(?=<section)", body(exported["slides"]))[1:]
    assert len(columns) == 2
    assert all('class="slide chapter"' in column.partition("<h2>")[0] for column in columns)


def test_a_formula_has_its_words_on_slides(export):
    text = (
        "# Глава\n\n## Часть\n\nНенужное начало. Сумму по окну из девяти пикселей считают так:\n\n"
        "$$ y = \\sum_i w_i x_i, $$ {#eq-sum}\n\nгде $w_i$ — веса. Остальное скажет лектор.\n"
    )
    _, (_, shown, told) = slides_of(export(text, "slides"))
    words, formula, after = (shown.index(what) for what in ("Сумму по окну", "<munder>", "веса."))
    assert words < formula < after
    assert "Ненужное начало" in told and "Остальное скажет" in told and "Сумму" not in told


def test_a_long_table_is_split_with_its_head(export):
    rows = "\n".join(f"| строка {number} | {number} |" for number in range(40))
    text = f"# Глава\n\n## Часть\n\n| Что | Сколько |\n|:--|--:|\n{rows}\n\n: Числа. {{#tbl-long}}\n"
    _, *parts = slides_of(export(text, "slides"))
    assert len(parts) > 1
    assert [re.search(r"\((\d+/\d+)\)", name)[1] for name, *_ in parts] == [
        f"{position}/{len(parts)}" for position in range(1, len(parts) + 1)
    ]
    assert all("<th" in shown and "Сколько" in shown for _, shown, _ in parts)
    assert [row for _, shown, _ in parts for row in re.findall(r"строка (\d+)", shown)] == list(map(str, range(40)))


def test_exercises_are_no_slides_where_a_section_has_nothing_else(export):
    text = "# Глава\n\n## Часть\n\nГлавное здесь.\n\n## Задачи\n\n::: {.exercise}\nСосчитайте.\n:::\n"
    assert "Сосчитайте" not in body(export(text, "slides"))


def test_a_table_written_in_html_works_in_every_format(export):
    text = "<table><tr><th>А</th></tr><tr><td>один</td></tr></table>"
    assert re.search(r"<td[^>]*>один</td>", export(text))
    assert export(text, "pdf").startswith(b"%PDF")


def test_html_that_would_ask_for_something_is_left_out(export):
    page = export(
        '<iframe src="https://example.org"></iframe>\n\n![текст](https://example.org/a.png)\n\n<script>x</script>'
    )
    assert "<iframe" not in page
    assert '<a href="https://example.org/a.png"' in page
    assert "<script>x" not in page


# TeX, and what is seen: `_` stands for a thin space; signs bring spaces of their own.
FUNCTIONS = [
    (r"\ln 10", "ln_10"),
    (r"\ln(x)", "ln(x)"),
    (r"\ln\left(x\right)", "ln(x)"),
    (r"w = k \ln(z+a)", "w=k_ln(z+a)"),
    (r"2\ln 10", "2_ln_10"),
    (r"2{,}5\ln x", "2,5_ln_x"),
    (r"n!\ln x", "n!_ln_x"),
    (r"(a)\exp(b)", "(a)_exp(b)"),
    (r"\left(a\right)\max(x)", "(a)_max(x)"),
    (r"x^2\sin x", "x2_sin_x"),
    (r"x_i\sin x", "xi_sin_x"),
    (r"\frac{1}{K}\ln x", "1K_ln_x"),
    (r"\sqrt{x}\ln x", "x_ln_x"),
    (r"\hat x\ln x", "xˆ_ln_x"),
    (r"p\log_2 p", "p_log2_p"),
    (r"a\sin^2 x", "a_sin2_x"),
    (r"a\sin^2(x)", "a_sin2(x)"),
    (r"a\operatorname{softmax}(z)", "a_softmax(z)"),
    (r"\ln\ln x", "ln_ln_x"),
    (r"a\,\ln x", "a_ln_x"),
    (r"a = \ln x", "a=ln_x"),
    (r"-\ln x", "−ln_x"),
    (r"\{\ln x\}", "{ln_x}"),
    (r"f(a, \ln x)", "f(a,ln_x)"),
    (r"\sum_i\ln x", "∑iln_x"),
    (r"\max_i y_i", "maxi_yi"),
    (r"h(\max_i y_i)", "h(maxi_yi)"),
    (r"x_{\max} + x_{\max}^2 + \frac{a}{\exp}", "xmax+xmax2+aexp"),
    (r"\ln\{x\} < \ln x", "ln{x}<ln_x"),
]


@pytest.fixture(scope="module")
def functions():
    """What is seen of each of FUNCTIONS, on one page."""
    page = exported_text("\n\n".join(f"Вот ${tex}$." for tex, _ in FUNCTIONS))
    formulas = re.findall(r"<math[^>]*>(.*?)</math>", page)
    seen = [re.sub(r"<[^>]+>", "", formula.replace("<mspace", "_<mspace")) for formula in formulas]
    return {tex: unescape(text).replace("\u2061", "") for (tex, _), text in zip(FUNCTIONS, seen, strict=True)}


@pytest.mark.parametrize(("tex", "seen"), FUNCTIONS)
def test_a_function_has_thin_spaces_but_none_inside_parentheses(functions, tex, seen):
    assert functions[tex] == seen


def test_marks_stay_in_the_line_of_their_formula(export):
    html = export("Take ($x$), «$y$» and $z$ of $n$; $k$\N{NO-BREAK SPACE}— a number, $m$ - none.").replace("\n", " ")
    kept = re.findall(r'<span class="unbroken">(.)?<math[^>]*>.*?</math>([^<]*)</span>', html)
    assert kept == [("(", "),"), ("«", "»"), ("", ";"), ("", "\N{NO-BREAK SPACE}—")]


def test_a_function_under_which_something_stands_has_thin_spaces(export):
    page = export(r"$$ a\max_{i} y \quad \operatorname*{argmax}_{i} (y) $$")
    space = '<mspace width="0.167em"></mspace>'
    max_, argmax = (rf'<munder><mi mathvariant="normal">{name}</mi><mi>i</mi></munder>' for name in ("max", "argmax"))
    assert f"<mi>a</mi>{space}{max_}{space}<mi>y</mi>" in page
    assert f"{argmax}<mo" in page


def test_a_decimal_comma_is_part_of_its_number(export):
    page = export("$x = 0{,}1307$ и $f(0, 1)$")
    assert ">0,1307</mtext>" in page
