"""A page in parts: put together it is what it was, and an edit is the part that it changes."""

from lecture.publishing.writing import Written
from lecture.watching.page import changes, marked, page_of

CLAIM = '<div popover id="claim-a"><dl>\n</dl></div>'


def html(chapters, claims=CLAIM, script="const a = 1;"):
    """A page as its template makes it."""
    contents = "\n".join(chapter.contents for chapter in chapters.values())
    bodies = "\n".join(chapter.body for chapter in chapters.values())
    return f"<ul>\n{contents}\n</ul>\n<main>\n{bodies}\n{claims}\n</main>\n<script>{script}</script>"


def page(more=None, **bodies):
    chapters = {name: Written(body, f"<li>{name}</li>") for name, body in bodies.items()}
    return html(chapters, **more or {}), page_of(html(marked(chapters), **more or {}), chapters)


def test_a_page_in_parts_is_the_same_page():
    text, found = page(one="<p>1</p>", two="<p>2</p>")
    assert found.parts.keys() == {"contents one", "contents two", "chapter one", "chapter two", "claims"}
    with_marks = found.html
    assert "<!--part chapter two--><p>2</p><!--/part-->" in with_marks
    for mark in ("<!--/part-->", *(f"<!--part {name}-->" for name in found.parts)):
        with_marks = with_marks.replace(mark, "")
    assert with_marks == text


def test_an_edit_is_the_part_that_it_changes():
    before = page(one="<p>1</p>", two="<p>2</p>")[1]
    assert changes(before, page(one="<p>1</p>", two="<p>3</p>")[1]) == [("chapter two", "<p>2</p>", "<p>3</p>")]
    other = CLAIM.replace("<dl>", "<dl><dt>")
    assert changes(before, page({"claims": other}, one="<p>1</p>", two="<p>2</p>")[1]) == [("claims", CLAIM, other)]
    assert changes(before, before) == []


def test_a_chapter_more_or_another_frame_is_another_page():
    before = page(one="<p>1</p>")[1]
    assert changes(before, page(one="<p>1</p>", two="<p>2</p>")[1]) is None
    assert changes(before, page({"script": "const a = 2;"}, one="<p>1</p>")[1]) is None


def test_pictures_that_stay_are_not_sent_again():
    first, second = (f'<svg id="p1-{number}-picture" role="img"><path d="{"M0 0" * 1000}"/></svg>' for number in (1, 2))
    data = '<script type="application/json" data-view="points">{"labels": [1]}</script>'
    before = page(one=f"<p>1</p>{first}<figure>{second}{data}</figure>")[1]
    after = page(one=f"<p>2</p>{first.replace('M0', 'M1')}<figure>{second}{data}</figure>")[1]
    [(_, old, new)] = changes(before, after)
    assert old == f'<p>1</p>{first}<figure><svg id="p1-2-picture" data-same></svg></figure>'
    assert new == f'<p>2</p>{first.replace("M0", "M1")}<figure><svg id="p1-2-picture" data-same></svg></figure>'
    [(_, _, new)] = changes(before, page(one=f"<p>1</p>{first}<figure>{second}{data.replace('1', '2')}</figure>")[1])
    assert data.replace("1", "2") in new
