"""A browser, and published pages opened in it."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.hang_guard import HANG_GUARD

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def pytest_addoption(parser):
    parser.addoption("--approve", action="store_true", help="keep what pages look like now as the approved pictures")


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is missing; .ci/system-packages installs it"
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=SWITCHES, timeout=1000 * HANG_GUARD)
        yield instance
        instance.close()


@pytest.fixture
def new_context(browser):
    """Makes contexts of the browser without a network, as patient as all tests are."""
    contexts = []

    def made(**options):
        # Playwright evaluates what it waits for as a string, which the policy of a page forbids.
        contexts.append(browser.new_context(**{"offline": True, "bypass_csp": True} | options))
        contexts[-1].set_default_timeout(1000 * HANG_GUARD)
        return contexts[-1]

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(new_context, lecture):
    """Opens a published page, and fails at the end if it asked for anything or complained.

    With `still`, time stands still for the page, until a test turns its clock.
    """
    complaints = []

    def opened(name="index.html", width=1400, dark=False, still=False):
        scheme = "dark" if dark else "light"
        page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        if still:
            page.clock.install(time=0)
            page.clock.pause_at(1)
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((lecture.folder / "public" / name).as_uri())
        return page

    yield opened
    assert complaints == []
