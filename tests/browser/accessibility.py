"""What axe-core says of a page."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.settling import settle

ALL_SEEN = "* { content-visibility: visible !important; transition: none !important; }"
UNFOLD = """() => {
  document.querySelectorAll('details').forEach((fold) => { fold.open = true; });
  document.querySelectorAll('.tabs > input').forEach((tab) => { tab.checked = true; });  // the last one stays
}"""


def violations(page) -> list[str]:
    """The rules that an open page breaks, with the first element of each: its answers opened, its last tabs chosen."""
    page.add_style_tag(content=ALL_SEEN)
    page.evaluate(UNFOLD)
    settle(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [f"{rule['id']}: {len(rule['nodes'])}, {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]
