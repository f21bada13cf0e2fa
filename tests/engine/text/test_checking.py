"""Names that nothing can make are found before any job, each with its line."""

from lecture.text.checking import mistakes
from lecture.text.reading import read

TEXT = """---
title: Глава
jupyter:
  jupytext: {text_representation: {extension: .md, format_name: markdown}}
---

```python tags=["parameters"]
network = "a"
```

![Подпись](../figures/loss_a.svg){#fig-loss_a alt="Кривые"}

{{ network_a.parameters }} и [верно]{claim="accuracy_a"}.

```python
read("results/mnist.json")
read(f"results/network_{network}.json")
```
"""
MADE = {"results/network_a.json", "results/mnist.json"}


def found(text=TEXT, figures=("loss_a",), claims=("accuracy_a",), made=MADE, parameters=None):
    chapter = read(text, "notebooks/04-name.md")
    drawn = {name: ["draw"] for name in figures}
    return [str(m) for m in mistakes([chapter], [(chapter, parameters or {})], drawn, claims, made.__contains__)]


def test_a_chapter_without_mistakes():
    assert found() == []


def test_each_mistake_is_named_with_its_line():
    text = TEXT.replace("loss_a", "los_a").replace("accuracy_a", "acuracy_a").replace("network_a.par", "network_x.par")
    assert found(text.replace("mnist.json", "mnits.json")) == [
        "notebooks/04-name.md:11: no figure 'los_a'; did you mean 'loss_a'?",
        "notebooks/04-name.md:13: no numbers 'network_x': no rule makes results/network_x.json",
        "notebooks/04-name.md:13: no claim 'acuracy_a'; did you mean 'accuracy_a'?",
        "notebooks/04-name.md:16: no rule makes results/mnits.json",
    ]


def test_a_figure_that_gives_a_script_no_data():
    text = TEXT.replace("{#fig-loss_a", '{#fig-loss_a interactive="points"')
    assert found(text) == ["notebooks/04-name.md:11: the figure loss_a has no function `interactive`"]


def test_a_name_like_no_other_gets_no_advice():
    assert found(figures=["zzz"]) == ["notebooks/04-name.md:11: no figure 'loss_a'"]


def test_files_are_those_of_the_given_parameters():
    assert found(parameters={"network": "b"}) == ["notebooks/04-name.md:17: no rule makes results/network_b.json"]


def test_prose_of_a_notebook_that_is_no_chapter_is_not_checked():
    report = read(TEXT.replace("accuracy_a", "acuracy_a"), "notebooks/report.md")
    assert list(mistakes([], [(report, {})], [], [], MADE.__contains__)) == []


def test_references_to_other_chapters_and_to_nothing():
    chapters = [read(TEXT, "notebooks/04-name.md")]
    chapters.append(
        read(TEXT.replace("loss_a", "loss_b") + "\nСм. @fig-loss_a и @fig-los_b.\n", "notebooks/05-name.md")
    )
    lines = map(str, mistakes(chapters, [], ["loss_a", "loss_b"], ["accuracy_a"], MADE.__contains__))
    assert list(lines) == ["notebooks/05-name.md:20: unknown reference @fig-los_b; did you mean 'fig-loss_b'?"]


def test_a_parameter_that_the_notebook_has_not():
    assert found(parameters={"netwrok": "b"}) == [
        "notebooks/04-name.md:1: the configuration sets 'netwrok', which is no parameter of this notebook"
    ]


def unknown(body, sources=("lecun1998", "hubel1962")):
    bare = (
        "---\ntitle: T\njupyter:\n  jupytext: {text_representation: {extension: .md, format_name: markdown}}\n---\n\n"
    )
    chapter = read(f"{bare}{body}\n", "notebooks/04-name.md")
    return [str(m) for m in mistakes([chapter], [], [], [], MADE.__contains__, ["kernel"], sources)]


def test_what_is_cited_stands_in_the_bibliography():
    text = """[@lecun1998; @hubel1962, с. 3], @hubel1962 says, [-@lecun1998], a@lecun, `@code`, [the]{term="kernel"}.

Text [@lecun1998; see @lecun1989, с. 3].
@nobody says it, and [@{nobody2}]{.x}, @term-kernel and @term-kernels.

```{.python}
@decorated
```
"""
    assert unknown(text) == [
        "notebooks/04-name.md:9: no source @lecun1989 in the bibliography; did you mean 'lecun1998'?",
        "notebooks/04-name.md:10: no source @nobody in the bibliography",
        "notebooks/04-name.md:10: no source @nobody2 in the bibliography",
        "notebooks/04-name.md:10: unknown reference @term-kernels; did you mean 'kernel'?",
    ]


def test_without_a_bibliography_a_name_behind_a_sign_is_just_that():
    assert unknown("A @property of [@something].", sources=None) == []


def test_pictures_that_pages_do_not_show():
    text = """![words](https://example.org/a.png) and [a link](https://example.org).

![two
lines](https://example.org/b.png "title") ![][ref] `![](https://example.org)`

![](nothing.png)

[ref]: http://example.org/c.png
"""
    remote = "is on the network, of which pages ask nothing; draw a figure, or link to it: [words]"
    assert unknown(text) == [
        f"notebooks/04-name.md:7: https://example.org/a.png {remote}(https://example.org/a.png)",
        f"notebooks/04-name.md:10: https://example.org/b.png {remote}(https://example.org/b.png)",
        "notebooks/04-name.md:12: no picture 'nothing.png'; figures of the lecture are ../figures/NAME.svg",
        f"notebooks/04-name.md:14: http://example.org/c.png {remote}(http://example.org/c.png)",
    ]


def marked(*texts, terms=("kernel", "pooling")):
    bare = TEXT.replace("{#fig-loss_a", "{").replace("![Подпись](../figures", "[Подпись](../figures")
    chapters = [read(bare + text, f"notebooks/0{n}-name.md") for n, text in enumerate(texts, 4)]
    return [str(m) for m in mistakes(chapters, [], ["loss_a"], ["accuracy_a"], MADE.__contains__, terms)]


def test_a_term_is_marked_once_in_the_whole_lecture():
    mark = '\n[ядро]{term="kernel"}\n'
    assert marked(mark, '\n[пулинг]{.x term="pooling"}\n') == []
    assert marked(mark, mark) == [
        "notebooks/05-name.md:20: the term 'kernel' is marked twice, first in notebooks/04-name.md:20"
    ]
    assert marked(mark + mark) == [
        "notebooks/04-name.md:22: the term 'kernel' is marked twice, first in notebooks/04-name.md:20"
    ]


def test_an_unknown_term_is_named_with_its_line():
    assert marked('\n[ядро]{term="kernell"} и [поле]{term="field"}\n') == [
        "notebooks/04-name.md:20: no term 'kernell' in the glossary; did you mean 'kernel'?",
        "notebooks/04-name.md:20: no term 'field' in the glossary",
    ]
