"""The site: what a phone loads, old addresses, live parts, search, reading from a folder and by keyboard."""

import io
import json
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from PIL import Image

from tests.browser import accessibility
from tests.browser.settling import settle

# Whether a view's script has put its figure behind the still picture.
SHOWN = "source => source.previousElementSibling.matches('.still') || source.nextElementSibling?.matches('div')"
MOST = 500_000  # bytes that a phone loads for a chapter


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def host(lecture):
    """Serves public/ below a path, as hosts of projects do; gives the address of the site."""
    below = lecture.folder / "results/host"
    below.mkdir(exist_ok=True)
    link = below / "course"
    if not link.exists():
        link.symlink_to(lecture.folder / "public")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=below))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/course/site/"
    server.shutdown()


@pytest.fixture
def opened(new_context, host):
    """Opens a page of the site; a complaint or a question to anybody else fails the test."""
    complaints = []

    def opened(path="", width=390, **options):
        options = {"viewport": {"width": width, "height": 844}, "offline": False, "bypass_csp": False} | options
        page = new_context(**options).new_page()
        page.on("request", lambda r: None if r.url.startswith((host, "data:")) else complaints.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(host + path, wait_until="networkidle")
        return page

    yield opened
    assert complaints == []


def chapters(lecture):
    return sorted(file.parent.name for file in (lecture.folder / "public/site").glob("*/index.html"))


def test_a_phone_loads_half_a_megabyte_for_a_chapter(opened, lecture):
    loaded = {}
    for name in chapters(lecture):
        page = opened(is_mobile=True, has_touch=True, device_scale_factor=3)
        sizes = page.context.new_cdp_session(page)
        sizes.send("Network.enable")
        sizes.send("Network.setCacheDisabled", {"cacheDisabled": True})
        got = []
        sizes.on("Network.loadingFinished", lambda event, got=got: got.append(event["encodedDataLength"]))
        page.goto(page.url + f"{name}/", wait_until="networkidle")
        loaded[name] = sum(got)
        page.context.close()
    assert len(loaded) > 10 and {name: size for name, size in loaded.items() if size > MOST} == {}


def test_every_old_address_leads_to_its_place(opened, lecture):
    whole = (lecture.folder / "public/index.html").read_text(encoding="utf-8")
    whole = re.sub(r"<svg\b.*?</svg>|<script.*?</script>", "", whole, flags=re.DOTALL)
    places = set(re.findall(r'\sid="([^"]*)"', whole)) - {"contents", "text", "words"}
    page = opened("index.html")
    known = json.loads(page.locator("#addresses").text_content())
    pages = {
        name: (lecture.folder / "public/site" / name / "index.html").read_text(encoding="utf-8")
        for name in chapters(lecture)
    }
    for place in places:
        numbered = re.match(r"(?:cb|fn|fnref|footnotes-|tabs-)([a-z]+|\d+)(?:-|$)", place)
        home = known["chapters"].get(numbered and numbered[1]) or known["places"][place.removeprefix("toc-")]
        assert f'id="{place}"' in pages[home], place
    page.evaluate("location.hash = '#fig-loss_a'")
    page.wait_for_url("**/04-digits-pytorch/#fig-loss_a")
    page.locator("#fig-loss_a").wait_for()


def test_live_figures_live(opened):
    page = opened("04-digits-pytorch/", width=1280)
    page.locator("#fig-drawn_digit").scroll_into_view_if_needed()
    page.locator("#fig-drawn_digit .network-pad").wait_for()
    page = opened("10-embeddings/", width=1280)
    page.locator("#fig-embeddings").scroll_into_view_if_needed()
    page.locator("#fig-embeddings .points-canvas").wait_for()
    assert page.locator(".points").count() == 1


def test_every_live_figure_of_the_page_lives_in_the_site(opened, lecture):
    asked = []
    for name in chapters(lecture):
        html = (lecture.folder / "public/site" / name / "index.html").read_text(encoding="utf-8")
        if views := re.findall(r'data-later="(\w+)"', html):
            page = opened(f"{name}/", width=1280)
            for source in page.locator("script[data-later]").all():
                source.evaluate("source => source.parentElement.scrollIntoView()")
                page.wait_for_function(SHOWN, arg=source.element_handle())
            asked += views
            page.context.close()
    whole = (lecture.folder / "public/index.html").read_text(encoding="utf-8")
    assert sorted(asked) == sorted(re.findall(r'<script type="application/json" data-view="(\w+)"', whole))


def test_search_finds_across_chapters(opened):
    page = opened("01-vision/", width=1280)
    page.keyboard.press("/")
    page.locator(".search-field").fill("max-pooling")
    page.locator(".search-answers a").first.wait_for()
    found = page.locator(".search-answers a").evaluate_all("all => all.map(link => link.pathname)")
    assert any("03-pooling" in path for path in found)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\d\d-[\w-]+/#"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_in_files_follow_the_theme(opened, scheme):
    page = opened("02-convolution/", width=1280, color_scheme=scheme)
    picture = page.locator("img.drawn").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.complete && picture.naturalWidth", arg=picture.element_handle())
    box = picture.bounding_box()
    shot = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("L")
    paper = shot.getpixel((2, 2))
    assert paper > 240 if scheme == "light" else paper < 40
    # letters are seen on their ground
    assert shot.getextrema()[0] < 90 if scheme == "light" else shot.getextrema()[1] > 180


def test_the_site_works_as_a_folder(new_context, lecture):
    complaints = []
    page = new_context(viewport={"width": 1280, "height": 900}, bypass_csp=False).new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.goto((lecture.folder / "public/site/index.html").as_uri() + "#sec-embeddings_and_deception")
    page.wait_for_url("file:///**/10-embeddings/index.html#sec-embeddings_and_deception")
    page.locator("#fig-embeddings").scroll_into_view_if_needed()
    page.locator("#fig-embeddings .points-canvas").wait_for()
    page.locator(".bar-next").click()
    page.wait_for_url("file:///**/11-one-dimension/index.html")
    page.keyboard.press("/")
    page.locator(".search-field").fill("max-pooling")
    page.locator(".search-answers a").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^file:.*index\.html#"))
    assert complaints == []


@pytest.mark.parametrize("path", ["", "03-pooling/", "glossary/"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(opened, path):
    page = opened(path, width=320)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.set_viewport_size({"width": 320, "height": 9000})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_site_is_read_by_keyboard(opened):
    page = opened("03-pooling/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.locator(".bar-next").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/04-digits-pytorch/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "05-quality/"])
def test_axe_finds_nothing_in_the_site(opened, scheme, path):
    page = opened(path, width=1280, color_scheme=scheme, bypass_csp=True)
    assert accessibility.violations(page) == []
