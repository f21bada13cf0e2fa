"""What pandoc forgives and nobody meant is refused with its line, and what is meant is let be."""

import random

import pytest

from lecture.text.cells import ChapterError
from lecture.text.reading import read

HEADER = "---\ntitle: T\njupyter:\n  jupytext: {text_representation: {extension: .md, format_name: markdown}}\n---\n\n"
BEFORE = "# T {#sec-t}\n\nText before.\n\n"  # what is tried stands in line 11
BEHIND = "\n\nText behind.\n\n## S {#sec-s}\n\nMore.\n"


def refused(body: str) -> list[str]:
    with pytest.raises(ChapterError) as mistake:
        read(HEADER + BEFORE + body + BEHIND, "notebooks/01-t.md")
    return str(mistake.value).splitlines()


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("```{.python}\nprint(1)\n", 11, "the fence ``` is not closed"),
        ("````{.markdown}\n```\n", 11, "the fence ```` is not closed"),
        ("~~~\nprint(1)\n", 11, "the fence ~~~ is not closed"),
        ('```{=typst}\n#read("/etc/passwd")\n```\n', 11, "{=typst} goes into one format past all checks"),
        ('words `#read("/etc/passwd")`{=typst} words', 11, "{=typst} goes into one format past all checks"),
        ("words\n``<b>`x`</b>``{=html}", 12, "{=html} goes into one format past all checks"),
        ("<div class='x'>\nInside.\n", 11, "<div> is not closed"),
        ("Text</span>.\n", 11, "</span> closes nothing here"),
        ("Text <b>bold</b>.\n", 11, "<b> is HTML"),
        ("<script>alert(1)</script>\n", 11, "<script> is HTML"),
        ('::: {.curious title="x"}\nInside.\n', 11, 'this part is not closed: ::: {.curious title="x"}'),
        ("::: {.exercise}\nInside.\n\n::: {.answer}\nYes.\n:::\n", 11, "this part is not closed: ::: {.exercise}"),
        (":::\n", 11, "::: closes nothing here"),
        ('::: {.curiuos title="x"}\nInside.\n:::\n', 11, "'curiuos' means nothing; did you mean curious?"),
        ("::: warning\nInside.\n:::\n", 11, "'warning' means nothing; known: answer, curious,"),
        ("Text.\n\n$$ x = 1\n\nMore.\n", 13, "$$ opens a formula"),
        ("Here $x = 1 and more.\n", 11, "$ opens a formula"),
        ("<!-- comment\n", 11, "the comment <!-- is not closed"),
        ('[text]{claim="a"\n', 11, "attributes stand in straight quotes"),
        ("[text]{claim=“a”}\n", 11, "attributes stand in straight quotes"),
        ("A formula\n$\\frac{1}{$ and\n", 12, "pandoc doesn't understand this formula: \\frac{1}{"),
        ("$$\n\\foobar{x}\n$$\n", 11, "pandoc doesn't understand this formula: \\foobar{x}"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 13, "this row has 3 cells, the head has 2"),
        ("This **bold and more\n", 11, "** opens bold letters"),
        ("First.\nThis `code and more\n", 12, "` opens code"),
        ("\\begin{tabular}{ll}a&b\\end{tabular}\n", 11, "\\begin{tabular} outside a formula"),
        ("![x](/etc/passwd)\n", 11, "/etc/passwd lies outside the lecture"),
        ("![x](../../../etc/hostname)\n", 11, "../../../etc/hostname lies outside the lecture"),
        ("[x](file:///etc/passwd)\n", 11, "a link to file: leads nowhere"),
        ("[x](javascript:alert(1))\n", 11, "a link to javascript: leads nowhere"),
        ("Text[^nope].\n", 11, "the footnote [^nope] has no text"),
        ("[^nope]: Text.\n", 11, "no text refers to the footnote [^nope]"),
        ("Text[^a].\n\n[^a]: One.\n\n[^a]: Two.\n", 15, "the footnote [^a] has a text already, in line 13"),
        ("##\n", 11, "a heading without words"),
        ("## {#sec-x}\n", 11, "a heading without words"),
        ("## Far {#sec far}\n", 11, "{#sec far}: braces behind a heading"),
        ("## Far {#sec-far\n", 11, "{#sec-far: braces behind a heading"),
        ("## Far {sec-far}\n", 11, "{sec-far}: braces behind a heading"),
    ],
)
def test_a_mistake_is_named_with_its_line(body, line, what):
    assert any(found.startswith(f"notebooks/01-t.md:{line}: ") and what in found for found in refused(body))


RIGHT = """Code `$x`, `**`, ``a ` b``, `[^n]`, `<div>`, price 5 \\$, $x$ and $y = \\{1\\}$, 2 < 3 > 1, a\\*\\*b.

$$ \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} {{ a.b | tex }} $$ {#eq-x}

```{.markdown}
::: {.curious
$$ <div> [^x]
```

::: {.curious title="A $x$ of version 2.0"}
::: {.exercise}
Text with a footnote[^one], [a link](https://example.org/a_(b)), [mail](mailto:a@example.org), [in](chapter.ipynb).

::: {.answer}
Yes **bold**, *slanted*.
:::
:::
:::

[^one]: Its text.

| a | `x|y` | c \\| d |
|:--|---:|---|{% for x in a.rows %}---|{% endfor %}
| 1 | 2 | 3 |{% for x in a.rows %} {{ x }} |{% endfor %}

<!-- a comment with `one tick and $ and <div> -->

{% raw %}{{ $ ` ** {% endraw %}

[text]{claim="a"}, [term]{term="b"}, ![](../figures/x.svg){#fig-x alt="“quotes”" width=70%}
"""


def test_what_is_meant_is_let_be():
    assert read(HEADER + RIGHT, "notebooks/01-t.md").title == "T"


def test_all_mistakes_of_a_chapter_come_at_once():
    lines = refused("Here $x.\n\n::: {.curiuos}\n\nText[^a].\n")
    assert [line.split(": ")[0].rpartition(":")[2] for line in lines] == ["11", "13", "13", "15"]


SPOILED = {
    "a letter less": lambda text, at, rng: text[:at] + text[at + 1 :],
    "a sign more": lambda text, at, rng: text[:at] + rng.choice("`$*:{}[]|<>~\\#\t^@%") + text[at:],
    "signs more": lambda text, at, rng: (
        text[:at] + rng.choice(["$$", "```", ":::", "**", "{{", "{%", "<!--", "[^"]) + text[at:]
    ),
    "a line less": lambda text, at, rng: "\n".join(
        line for n, line in enumerate(text.split("\n")) if n != text.count("\n", 0, at)
    ),
    "cut off": lambda text, at, rng: text[:at],
}


@pytest.mark.parametrize("kind", SPOILED)
def test_a_spoiled_text_is_read_or_refused_with_a_line_and_never_more(kind):
    rng = random.Random(kind)
    count = 0
    for _ in range(25):
        text = SPOILED[kind](RIGHT, rng.randrange(len(RIGHT)), rng)
        try:
            read(HEADER + text, "notebooks/01-t.md").check()
        except ChapterError as mistake:
            count += 1
            for line in str(mistake).splitlines():
                place = line.split(": ")[0]
                number = int(place.removeprefix("notebooks/01-t.md:"))
                assert 1 <= number <= (HEADER + RIGHT).count("\n") + 2, line
    assert count > 3
