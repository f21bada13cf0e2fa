"""A browser, and published pages opened in it."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is missing; .ci/system-packages installs it"
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield instance
        instance.close()


@pytest.fixture
def open_page(browser, lecture):
    """Opens a published page without a network, and fails at the end if it asked for anything or complained."""
    contexts, complaints = [], []

    def opened(name="index.html", width=1400, dark=False):
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((lecture.folder / "public" / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
