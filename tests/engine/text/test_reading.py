"""What is read from a chapter, and on which line of its file a mistake is reported."""

import re

import pytest

from lecture.build import source_code
from lecture.text.reading import ChapterError, all_of, read

HEADER = """---
title: Глава
jupyter:
  jupytext: {text_representation: {extension: .md, format_name: markdown}}
  kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
PARAMETERS = '```python tags=["parameters"]\nnetwork = "a"\nseed = 1\n```\n'

TRICKY = f"""{HEADER}

# Глава {{#sec-chapter}}


{PARAMETERS}
Первый абзац.
[Доля равна {{{{ network_a.share | percent(2) }}}}]{{claim="share_a"}}.


```python
x = 1

y = 2
```

::: {{.exercise}}
Задача: {{{{ mnist.total }}}} и снова {{{{ network_a.parameters }}}}.

```{{.python source="cnn.networks.digits:network_a"}}
```

::: {{.answer}}
![Подпись](../figures/loss_a.svg){{#fig-loss_a
width=70% alt="Кривые"}}
:::
:::

~~~
![Ещё](../figures/accuracy.svg){{#fig-accuracy alt="Столбцы"}}
~~~

```python
x = 1

y = 2
```

```python tags=["remove-input", "hide-input"]
print("{{{{ no_number }}}}")
```

{{% for row in mnist.rows %}}{{{{ row.x }}}} [и ещё]{{.mark claim="other"}}
{{% endfor %}}
[и]{{claim="share_a"}} последнее.
"""


def chapter(body: str, header: str = HEADER):
    """A chapter whose body begins on line 8; a cell of parameters goes to its end where it has none."""
    last = "" if "parameters" in body else f"\n\n{PARAMETERS}"
    return read(f"{header}\n{body}{last}", "notebooks/04-name.md")


def names_and_words(mentions, text=TRICKY) -> list[tuple[str, bool]]:
    """Each name, and whether it does stand on the line that is reported."""
    lines = text.splitlines()
    return [(mention.name, mention.name in lines[mention.line - 1]) for mention in mentions]


@pytest.fixture(scope="module")
def tricky():
    return read(TRICKY, "notebooks/04-name.md")


def test_title_and_name(tricky):
    assert (tricky.title, tricky.name) == ("Глава", "04-name")


def test_every_cell_stands_at_its_line(tricky):
    lines = TRICKY.splitlines()
    assert "".join(cell.kind[0] for cell in tricky.cells).replace("mm", "m").replace("mm", "m") == "mcmcmccm"
    for cell in tricky.cells:
        source = cell.source.splitlines()
        assert lines[cell.line - 1 : cell.line - 1 + len(source)] == source
    starts = [cell.line for cell in tricky.cells]
    assert starts == sorted(set(starts))


def test_tags(tricky):
    assert [cell.tags for cell in tricky.cells if cell.tags] == [("parameters",), ("remove-input", "hide-input")]


def test_code_cells_that_repeat_each_other_keep_their_own_lines(tricky):
    first, second = (cell for cell in tricky.cells if cell.source.startswith("x = 1"))
    lines = TRICKY.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if line == "x = 1"]
    assert [first.line, second.line] == starts


def test_equal_cells_one_behind_the_other():
    equal = "```python\nx\n```\n\nx\n\n"
    cells = chapter(equal + equal).cells[:4]
    assert [(cell.kind, cell.line) for cell in cells] == [("code", 9), ("markdown", 12), ("code", 15), ("markdown", 18)]
    assert [cell.line for cell in chapter("```python\nx\n```\n" * 3).cells[:3]] == [9, 12, 15]


def test_mentions_stand_on_their_lines(tricky):
    assert names_and_words(tricky.figures) == [("loss_a", True)]
    assert names_and_words(tricky.claims) == [("share_a", True), ("other", True), ("share_a", True)]
    assert len({mention.line for mention in tricky.claims}) == 3
    assert names_and_words(tricky.sources) == [("cnn.networks.digits:network_a", True)]


def test_identifiers_and_references():
    body = """# Глава {#sec-a}

$$ x $$ {#eq-x}

@Fig-loss_a и [@lecun1998], см. @sec-a. Почта a@sec-b.org, код `@tbl-no`.
(@eq-x)
"""
    found = chapter(body)
    assert [(m.name, m.line) for m in found.identifiers] == [("sec-a", 8), ("eq-x", 10)]
    assert [(m.name, m.line) for m in found.references] == [("fig-loss_a", 12), ("sec-a", 12), ("eq-x", 13)]


def test_groups_leave_loop_variables_and_code_cells_out(tricky):
    assert names_and_words(tricky.groups) == [("network_a", True), ("mnist", True)]


def test_what_is_set_in_the_text_is_no_group():
    text = "{% set half = network_a.wrong / 2 %}{{ half | number(1) }}{% for n in range(3) %}{{ n }}{% endfor %}"
    assert [group.name for group in chapter(text).groups] == ["network_a"]


@pytest.mark.parametrize(
    "header",
    ["", "---\nauthor: A\n---\n", "---\ntitle: ''\n---\n", HEADER.replace("title: Глава\n", "")],
)
def test_a_chapter_without_a_title(header):
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:1: the header has no `title`"):
        chapter("Текст.\n", header)


@pytest.mark.parametrize(
    "attributes", ["", '{alt="Кривые"}', '{#fig-loss alt="Кривые"}', '{#fig-los alt="Кривые"}', '{#fig-loss_a alt=" "}']
)
def test_a_figure_with_a_wrong_identifier(attributes):
    body = f"Абзац.\n\n![Подпись](../figures/loss_a.svg){attributes}\n"
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:10: the figure loss_a needs \{#fig-loss_a "):
        _ = chapter(body).figures


@pytest.mark.parametrize("attributes", ["{#fig-loss_a}", '{#fig-loss_a alt=""}', '{#fig-loss_a alt="Подпись"}'])
def test_a_figure_without_an_alternative_text(attributes):
    body = f"Абзац.\nЕщё строка.\n\n![Подпись](../figures/loss_a.svg){attributes}\n"
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:11: the figure loss_a has no alternative text"):
        _ = chapter(body).figures


def test_links_and_foreign_pictures_are_no_figures():
    body = "[Ссылка](../figures/loss_a.svg) и ![фото](https://example.org/photo.svg)\n"
    assert chapter(body).figures == []


@pytest.mark.parametrize("name", ["networks:network_a", "cnn.networks.digits", "torch.nn:Linear"])
def test_a_source_that_is_no_address(name):
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:10: source="):
        _ = chapter(f'Код.\n\n```{{.python source="{name}"}}\n```\n').sources


def test_a_source_that_is_not_there():
    body = 'Код.\n\n```{.python source="cnn.networks.digits:network_z"}\n```\n'
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:10: source=.*defines no 'network_z'"):
        _ = chapter(body).sources


@pytest.mark.parametrize("mistake", ["{{ network_a.x | percent(2) }", "{% for x in y %}", "{{ a b }}", "{% fro %}"])
def test_a_template_that_does_not_parse(mistake):
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:13: "):
        _ = chapter(f"```python\nx = 1\n```\n\nАбзац.\nСтрока. {mistake}").groups


def test_an_identifier_is_no_comment():
    body = "# Глава {#sec-name}\n\n$$ x $$ {#eq-x}\n\n{{ mnist.total }} <%# {{ forgotten.number }} #%>\n"
    assert [group.name for group in chapter(body).groups] == ["mnist"]


def test_files_of_code_cells():
    body = f"""{PARAMETERS}
Файл `results/prose.json` не нужен.

```python
folder = "data/MNIST/raw"
numbers = [read(f"results/network_{{network}}.json"), read(f"results/training/{{network}}/{{seed}}/history.csv")]
print(f"{{network}}: results/no.json", "see results/no.json", f"{{1 + 1}}", f"")
```

```python
deep(nested(path="results/mnist.json"))
```
"""
    files = chapter(body).files()
    assert sorted(file.name for file in files) == [
        "data/MNIST/raw",
        "results/mnist.json",
        "results/network_a.json",
        "results/training/a/1/history.csv",
    ]
    lines = f"{HEADER}\n{body}".splitlines()
    for file in files:
        assert file.name.split("_")[0].split("/a/")[0] in lines[file.line - 1]


def test_given_parameters_replace_the_defaults():
    body = PARAMETERS + '\n```python\nread(f"results/training/{network}/{seed}/history.csv")\n```\n'
    [file] = chapter(body).files({"network": "b", "seed": 7})
    assert file.name == "results/training/b/7/history.csv"


@pytest.mark.parametrize("part", ["netwrk", "network.lower()", "seed + 1"])
def test_what_is_no_parameter_in_the_name_of_a_file(part):
    body = f'{PARAMETERS}\n```python\nx = 1\nread(f"results/network_{{{part}}}.json")\n```\n'
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:15: \{.*\} in a file's name is not a parameter"):
        chapter(body).files()


def test_names_that_no_notebook_can_have_are_told_all_at_once(tmp_path):
    names = ["01-a", "02-ё_b", "02-c", "03 d", "04-{e}", "report"]
    for name in names:
        (tmp_path / f"{name}.md").write_text(f"{HEADER}\nТекст.\n", encoding="utf-8")
    with pytest.raises(ChapterError) as caught:
        all_of([tmp_path / f"{name}.md" for name in names], {})
    assert str(caught.value).splitlines() == [
        f"{tmp_path}/02-c.md:1: {tmp_path}/02-ё_b.md has the number 02, too; rename one",
        f"{tmp_path}/03 d.md:1: the file's name may have letters, digits, - and _ alone; rename it",
        f"{tmp_path}/04-{{e}}.md:1: the file's name may have letters, digits, - and _ alone; rename it",
    ]


def test_parameters():
    body = '```python tags=["parameters"]\n# the first seed\nseed = 1\nrate = -0.5\nnames = ["a", "b"]\n```\n'
    assert chapter(body).parameters == {"seed": 1, "rate": -0.5, "names": ["a", "b"]}


def test_a_chapter_may_have_no_cell_of_parameters_and_not_two():
    assert read(f"{HEADER}\nТекст.\n", "notebooks/04-name.md").parameters == {}
    twice = chapter(f"{PARAMETERS}\nТекст.\n\n{PARAMETERS}")
    line = twice.cells[-1].line
    with pytest.raises(ChapterError, match=rf"04-name\.md:{line}: a second cell is tagged `parameters`"):
        _ = twice.parameters


@pytest.mark.parametrize(
    "statement", ["import json", "x = seed + 1", "x, y = 1, 2", "x: int = 1", "print(1)", "x.y = 1", "x += 1", '"text"']
)
def test_a_cell_of_parameters_that_computes(statement):
    body = f'```python tags=["parameters"]\nseed = 1\n\n{statement}\n```\n'
    with pytest.raises(ChapterError, match=r"04-name\.md:11: the cell of parameters may only hold `name = value`"):
        _ = chapter(body).parameters


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ("seed = 1j", "seed: a parameter is a text, a number, true or false, not 1j"),
        ("names = {1, 2}", "names: a parameter is a text"),
        ('name = b"a"', "name: a parameter is a text"),
        ("seed = 2\nseed = 3", "seed: this parameter stands twice"),
    ],
)
def test_a_parameter_that_no_configuration_could_give(statements, message):
    last = 8 + statements.count("\n")
    with pytest.raises(ChapterError, match=rf"^notebooks/04-name\.md:{last + 1}: {re.escape(message)}"):
        _ = chapter(f'```python tags=["parameters"]\n{statements}\n```\n').parameters


@pytest.mark.parametrize(
    "options", ['tags="a"', "tags=[parameters", "tags=[1]", 'tags={"a": 1}', "nosuch=1", "nosuch", 'tags=["a"] x=1']
)
def test_what_stands_behind_a_fence_and_is_no_tag(options):
    message = rf"^notebooks/04-name\.md:8: {re.escape(options)}: behind ```python stand tags alone"
    with pytest.raises(ChapterError, match=message):
        chapter(f"```python {options}\nx = 1\n```\n")


def test_tags_that_mean_nothing_are_told_all_at_once():
    cells = [f'```python tags=["{tag}"]\nx = 1\n```\n' for tag in ("parameter", "hide_input", "fold")]
    with pytest.raises(ChapterError) as caught:
        chapter("\n".join(cells))
    [first, second] = str(caught.value).splitlines()
    assert first == "notebooks/04-name.md:8: the tag 'parameter' means nothing; did you mean parameters?"
    assert second.startswith("notebooks/04-name.md:16: the tag 'fold' means nothing; known: parameters, ")


@pytest.mark.parametrize("what", ["files", "digest"])
def test_code_that_does_not_parse(what):
    broken = chapter(PARAMETERS + "\n```python\nx = 1\n\ny = = 2\n```\n")
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:16: invalid syntax"):
        broken.files() if what == "files" else broken.digest


def test_code_that_uses_what_is_not_there():
    wrong = chapter("```python\nfrom cnn.networks.digits import network_z\n\nnetwork_z()\n```\n")
    with pytest.raises(ChapterError, match=r"cnn\.networks\.digits defines no 'network_z'"):
        _ = wrong.digest


CODE = "```python\nfrom cnn.networks.digits import network_a\n\nnetwork_a()\n```\n"


def test_prose_does_not_change_the_digest():
    body = f"Проза.\n\n{PARAMETERS}\nПроза.\n\n{CODE}\nПроза.\n"
    other = f"# Другая проза\n\n{PARAMETERS}\n![A](../figures/x.svg)\n\n{{{{ x.y }}}}\n\n{CODE}"
    assert chapter(body).digest == chapter(other).digest
    assert chapter(body).digest == chapter(body, HEADER.replace("Глава", "Другая глава")).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seed = 1", "seed = 2"),
        ("network_a()", "network_a(  )"),
        ("network_a", "network_b"),
        ("```python\nfrom", '```python tags=["remove-output"]\nfrom'),
    ],
)
def test_code_and_tags_change_the_digest(old, new):
    body = f"{PARAMETERS}\nПроза.\n\n{CODE}"
    assert chapter(body).digest != chapter(body.replace(old, new)).digest


def test_an_edit_of_what_the_code_uses_changes_the_digest(tmp_path, monkeypatch):
    caches = [thing for thing in vars(source_code).values() if hasattr(thing, "cache_clear")]

    def forget():
        for cached in caches:
            cached.cache_clear()

    def digest(text: str) -> str:
        (tmp_path / "cnn" / "networks").mkdir(parents=True, exist_ok=True)
        (tmp_path / "cnn" / "lecture.yaml").touch()
        (tmp_path / "cnn" / "networks" / "digits.py").write_text(text)
        forget()
        return chapter(CODE).digest

    with monkeypatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        first = digest("def network_a():\n    return 1\n\n\ndef network_b():\n    return 1\n")
        other = digest("def network_a():\n    return 1\n\n\ndef network_b():\n    return 2\n")
        edited = digest("def network_a():\n    return 2\n\n\ndef network_b():\n    return 2\n")
    forget()
    assert first == other != edited


def test_the_order_of_cells_changes_the_digest():
    assert chapter(f"{PARAMETERS}\n{CODE}").digest != chapter(f"{CODE}\n{PARAMETERS}").digest


@pytest.mark.parametrize(
    "mistake",
    [
        "![Подпись](../figures/loss_a.svg)",
        '```{.python source="cnn.networks.digits:network_z"}\n```',
        "{{ network_a.x",
        PARAMETERS,
    ],
)
def test_check_finds_what_the_text_alone_shows(mistake):
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:1[45]: "):
        read(f"{HEADER}\n{PARAMETERS}\n\n{mistake}\n", "notebooks/04-name.md").check()


def test_check_of_a_chapter_without_mistakes(tricky):
    tricky.check()


def test_a_fence_in_another_language_is_refused_with_its_line():
    with pytest.raises(ChapterError, match=r"^notebooks/04-name.md:\d+: a cell that is not Python"):
        chapter("Текст\n\n```bash\nmake\n```\n")


@pytest.mark.parametrize("header", ["title: Глава: идея", "title: 'a", "- a"])
def test_a_header_that_is_no_yaml(header):
    with pytest.raises(ChapterError, match=r"^f\.md:\d+: the header"):
        read(f"---\n{header}\n---\n\nx\n", "f.md")


def test_a_title_is_text():
    assert read("---\ntitle: 2024\n---\n\nx\n", "f.md").title == "2024"


def test_a_path_that_the_configuration_sets_replaces_the_default():
    body = '```python tags=["parameters"]\nw = "results/training/a/1/w"\n```\n'
    assert [file.name for file in chapter(body).files({"w": "results/training/a/2/w"})] == ["results/training/a/2/w"]


def test_a_caption_may_go_on_in_the_next_line():
    body = '![Подпись\nв две строки](../figures/loss_a.svg){#fig-loss_a alt="А"}\n'
    assert [figure.name for figure in chapter(body).figures] == ["loss_a"]


def test_an_unknown_filter_is_found_when_the_text_is_read():
    with pytest.raises(ChapterError, match="nomber"):
        _ = chapter("{{ a.x | nomber(2) }}").groups


SHOWN = {
    "figures": '![a](../figures/ghost.svg){#fig-ghost alt="x"}',
    "interactive": '![a](../figures/ghost.svg){#fig-ghost alt="x" interactive="points"}',
    "claims": '[a]{claim="ghost"}',
    "terms": '[a]{term="ghost"}',
    "references": "см. @fig-ghost",
    "identifiers": "$$ x $$ {#eq-ghost}",
    "sources": '```{.python source="cnn.networks.digits:ghost"}\n```',
}


def showing(way: str, markup: str) -> str:
    """The markup as it is shown; a code span has one line."""
    return SHOWING[way].format(markup.replace("\n", " ") if way == "a code span" else markup)


SHOWING = {
    "a code span": "Так: ```` {} ````.",
    "a fence": "````{{.markdown}}\n{}\n````",
    "a fence without attributes": "````\n{}\n````",
    "a fence of tildes": "~~~{{.markdown}}\n{}\n~~~",
    "a comment": "<!-- {} -->",
    "a comment of several lines": "<!--\n{}\n-->",
}


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("way", SHOWING)
def test_markup_that_is_only_shown_counts_for_nothing(kind, way):
    body = f"Абзац.\n\n{showing(way, SHOWN[kind])}\n\nАбзац.\n"
    assert getattr(chapter(body), kind) == []


REAL = {
    "figures": '![a](../figures/loss_a.svg){#fig-loss_a alt="x"}',
    "interactive": '![a](../figures/embeddings.svg){#fig-embeddings alt="x" interactive="points"}',
    "claims": '[a]{claim="real"}',
    "terms": '[a]{term="real"}',
    "references": "см. @fig-real",
    "identifiers": "$$ x $$ {#eq-real}",
    "sources": '```{.python source="cnn.networks.digits:network_a"}\n```',
}


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize("way", SHOWING)
def test_what_is_shown_first_and_then_meant_stands_on_the_line_where_it_is_meant(kind, way):
    shown = showing(way, REAL[kind])
    body = f"{shown}\n\n{REAL[kind]}\n\n{shown}\n"
    [mention] = getattr(chapter(body), kind)
    assert mention.line == 8 + shown.count("\n") + 2


def test_one_line_shows_and_means():
    body = 'Так: `[a]{claim="x"}`, то есть [a]{claim="x"} и `@fig-a`, @fig-a.\n'
    found = chapter(body)
    assert [(m.name, m.line) for m in found.claims + found.references] == [("x", 8), ("fig-a", 8)]


def test_braces_in_an_alternative_text():
    body = (
        '![Скобки](../figures/loss_a.svg){#fig-loss_a alt="Множество {1, 2} и }" width=70%}\n\n'
        '[верно]{title="}" claim="real"} и [поле]{title="{}" term="field"} и @fig-loss_a\n\n'
        '```{.python title="}" source="cnn.networks.digits:network_a"}\n```\n'
    )
    found = chapter(body)
    found.check()
    kinds = (found.figures, found.identifiers, found.claims, found.terms, found.references, found.sources)
    assert [(m.name, m.line) for kind in kinds for m in kind] == [
        ("loss_a", 8),
        ("fig-loss_a", 8),
        ("real", 10),
        ("field", 10),
        ("fig-loss_a", 10),
        ("cnn.networks.digits:network_a", 12),
    ]


def test_nested_divs():
    body = "::: {.exercise}\nЗадача.\n\n" + "\n\n::: {.answer}\n" + "\n\n".join(REAL.values()) + "\n:::\n:::\n"
    found = chapter(body)
    assert all(getattr(found, kind) for kind in REAL)
    lines = f"{HEADER}\n{body}".splitlines()
    assert all(m.name in lines[m.line - 1] for kind in REAL for m in getattr(found, kind))


def test_a_chapter_may_show_a_code_cell():
    shown = '```python tags=["remove-input"]\nprint(1)\n```'
    body = f"````{{.markdown}}\n{shown}\n````\n\n~~~\n{shown}\n~~~\n\n<!--\n{shown}\n-->\n\n```python\nprint(2)\n```\n"
    cells = [cell for cell in chapter(body).cells if cell.kind == "code"]
    assert [(cell.source, cell.line) for cell in cells] == [("print(2)", 27), ('network = "a"\nseed = 1', 32)]
    [prose, *_] = chapter(body).cells
    assert prose.source.startswith(f"````{{.markdown}}\n{shown}\n````")


@pytest.mark.parametrize("cell", ["```python .noeval\nx\n```", "- пункт\n\n  ```python\n  x\n  ```"])
def test_a_cell_that_is_not_executed(cell):
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:\d+: .*```\{\.python\}"):
        chapter(f"Абзац.\n\n{cell}\n")


def test_a_cell_inside_an_open_comment():
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:8: the comment <!-- is not closed"):
        chapter("Абзац <!-- не кончен.\n\n```python\nx = 1\n```\n\nАбзац. -->\n")


def test_a_cell_that_no_page_shows():
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:11: .*neither prose nor Python"):
        chapter("Абзац.\n\n<!-- #raw -->\nсырая\n<!-- #endraw -->\n")


def test_templates_change_no_name():
    body = """{% if a.x %}## Раздел {#sec-one}
{% else %}Нет раздела.
{% endif %}

| Слой | Доля $n / {{ a.n | tex }}$ {% for x in a.rows %}| {{ x }} {% endfor %}|
|:---|---:{% for x in a.rows %}|---:{% endfor %}|
{% for x in a.rows %}| `{{ x["|"] }}` | [{{ x | number(4) }}]{claim="in_{{ x }}_row"} | {{ {"}}": a.x}["}}"] }} |
{% endfor %}| всего | @eq-x | |

: Подпись{% if a.x > 1 %}, {{ a.x }} запусков{% endif %}. {#tbl-rows}

![Кривые {{ a.x }}.](../figures/loss_a.svg){#fig-loss_a alt="Число {{ a.f("}") }} и {{ '"' }}" width=70%}

<%# [забыто]{claim="forgotten"} #%>$$ {{ a.n | tex }} $$ {#eq-x}

{% raw %}{{ @sec-one {% [сырое]{claim="raw"}{% endraw %}
"""
    found = chapter(body)
    assert [(m.name, m.line) for m in found.identifiers] == [
        ("sec-one", 8),
        ("tbl-rows", 17),
        ("fig-loss_a", 19),
        ("eq-x", 21),
    ]
    assert [(m.name, m.line) for m in found.figures] == [("loss_a", 19)]
    assert [(m.name, m.line) for m in found.references] == [("eq-x", 15), ("sec-one", 23)]
    assert [(m.name, m.line) for m in found.claims] == [("in_{{ x }}_row", 14), ("raw", 23)]
    assert [group.name for group in found.groups] == ["a"]


def test_double_braces_of_a_formula_are_templates():
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:9: .*\{% raw %\}"):
        _ = chapter("Скобки.\n$x_{{i j}}$\n").groups
    assert [group.name for group in chapter("$x_{{i}}$ и {# не имя").groups] == ["i"]


@pytest.mark.parametrize("newline", ["\r", "\r\n"])
def test_lines_may_end_as_elsewhere(newline):
    body = 'Абзац.\n\n[a]{claim="x"}\n\n' + PARAMETERS
    text = f"{HEADER}\n{body}".replace("\n", newline)
    for given in (text, "\ufeff" + text):
        [claim] = read(given, "f.md").claims
        assert (claim.name, claim.line) == ("x", 10)


def test_what_only_python_takes_for_the_end_of_a_line():
    body = 'Абзац\u2028с разрывом\x0c и \x85.\n\n[a]{claim="x"}\n'
    assert [claim.line for claim in chapter(body).claims] == [10]


def test_consecutive_blank_lines():
    body = '[a]{claim="x"}\n\n\n[b]{claim="y"}\n\n\n\n```{.text}\nкод\n\n\nдва\n```\n\n- c\n\n\n  [d]{claim="z"}\n'
    body += "\n<!-- #region -->\n@sec-a\n\n\n@sec-b\n<!-- #endregion -->\n"
    found = chapter(body)
    assert [(m.name, m.line) for m in found.claims] == [("x", 8), ("y", 11), ("z", 25)]
    assert [(m.name, m.line) for m in found.references] == [("sec-a", 28), ("sec-b", 31)]


def test_a_link_with_a_title_and_one_defined_elsewhere_show_figures_too():
    body = '![А](../figures/loss_a.svg "Кривые"){#fig-loss_a alt="x"}\n\n![Б][b]\n\n'
    body += '[b]: ../figures/accuracy.svg {#fig-accuracy alt="y"}\n'
    assert [(m.name, m.line) for m in chapter(body).figures] == [("loss_a", 8), ("accuracy", 12)]


def test_every_way_to_write_a_name():
    body = "[a]{claim=x} [a]{claim='y'} -@Eq-a @{sec-b} [см. @fig-c, с. 2; @tbl-d]\n\n"
    body += '<div id="sec-e">\nА\n</div>\n\n# Б {id=sec-f}\n'
    found = chapter(body)
    assert [m.name for m in found.claims] == ["x", "y"]
    assert [m.name for m in found.references] == ["eq-a", "sec-b", "fig-c", "tbl-d"]
    assert [(m.name, m.line) for m in found.identifiers] == [("sec-e", 10), ("sec-f", 14)]
