"""A hostile notebook, exported and opened in a browser that may use the network: nothing runs, nobody is asked."""

import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import nbformat.v4 as nbf
import pytest

from lecture.publishing.exporters import LectureHTMLExporter, LectureSlidesExporter

POLICY = "Content-Security-Policy"
EXPORTERS = {"html": LectureHTMLExporter, "slides": LectureSlidesExporter}
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20"
 onload="fetch('URL/svg-onload')"><script>fetch('URL/svg-script')</script><image href="URL/svg-image" width="9"/>
 <image xlink:href="URL/svg-xlink" width="9"/><use href="URL/svg-use#a"/><style>@import 'URL/svg-import';
 rect { fill: url(URL/svg-fill) }</style>
 <rect width="9" height="9" style="filter: url(URL/svg-filter#f)"/>
 <foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="URL/svg-frame"/></foreignObject>
 <filter id="f"><feImage href="URL/svg-feimage"/></filter>
 <a href="javascript:fetch('URL/svg-link')"><text y="9">t</text>
 </a><animate attributeName="href" values="URL/svg-animate"/></svg>"""
HTML = (
    """<script>fetch('URL/script')</script><script src="URL/script-src"></script>
<img src="missing.png" onerror="fetch('URL/onerror')"><img src="URL/image" srcset="URL/srcset 2x">
<picture><source srcset="URL/picture"><img src="data:image/png;base64,AAAA"></picture>
<a id="trap" href="javascript:fetch('URL/javascript')">a</a><a href=" java&#10;script:fetch('URL/javascript2')">b</a>
<div style="background: url(URL/style); list-style-image: url(URL/list)">c</div>
<style>@import url('URL/import'); body { background: url(URL/css) }
@font-face { font-family: x; src: url(URL/font) }</style>
<base href="URL/base/"><meta http-equiv="refresh" content="0; url=URL/refresh"><link rel="stylesheet" href="URL/link">
<link rel="prefetch" href="URL/prefetch"><link rel="icon" href="URL/icon">
<form action="URL/form"><input type="image" src="URL/input" autofocus onfocus="fetch('URL/onfocus')"></form>
<iframe src="URL/frame"></iframe><iframe srcdoc="<script>fetch('URL/srcdoc')</script>"></iframe>
<object data="URL/object"></object><embed src="URL/embed"><video poster="URL/poster" src="URL/video" autoplay></video>
<audio src="URL/audio" autoplay></audio><table background="URL/table"><tr><td background="URL/cell">d</td></tr></table>
<details open ontoggle="fetch('URL/ontoggle')"><summary>e</summary>f</details><body onload="fetch('URL/onload')">
<noscript><img src="URL/noscript"></noscript><template><img src="URL/template"></template><xmp><img src="URL/xmp"></xmp>
<math><mtext><img src="URL/mathml"></mtext></math><marquee onstart="fetch('URL/onstart')">g</marquee>
<p id="text" class="cell exercise">h</p><!--[if IE]><img src="URL/comment"><![endif]-->"""
    + DRAWING
)


@pytest.fixture
def server():
    """(its address, the paths that it was asked for)"""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_):
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}", asked
    made.shutdown()


def hostile(address):
    def text(source):
        return source.replace("URL", address)

    def shown(kind, source):
        return nbf.new_code_cell("show()", outputs=[nbf.new_output("display_data", data={kind: text(source)})])

    raw = nbf.new_raw_cell(text(HTML), metadata={"raw_mimetype": "text/html"})
    stream = nbf.new_output(
        "stream", text=text("<script>fetch('URL/stream')</script>\x1b]8;;URL\x1b\\link\x1b]8;;\x1b\\")
    )
    markdown = (
        "![a](URL/markdown) [b](javascript:fetch('URL/link')) <!-- include: views/points.js --> <!-- views -->\n\n"
    )
    cells = [
        nbf.new_markdown_cell("# Start"),
        nbf.new_markdown_cell(text(markdown + HTML)),
        shown("text/html", HTML),
        shown("text/markdown", markdown + HTML),
        shown("image/svg+xml", DRAWING),
        shown("application/javascript", "fetch('URL/output')"),
        nbf.new_code_cell("print()", outputs=[stream], metadata={"tags": [text('"><img src=URL/tag>')]}),
        raw,
        nbf.new_markdown_cell("## End\n\nThe end is here."),
    ]
    title = text("</title><script>fetch('URL/title')</script>")
    return nbf.new_notebook(cells=cells, metadata={"title": title, "authors": [text('"><img src=URL/author>')]})


@pytest.mark.parametrize("policy", ["with the page's policy", "without it"])
@pytest.mark.parametrize("target", EXPORTERS)
def test_a_hostile_notebook_runs_nothing_and_asks_nobody(browser, server, tmp_path, target, policy):
    address, asked = server
    made, _ = EXPORTERS[target](log=logging.getLogger("quiet")).from_notebook_node(hostile(address))
    assert POLICY in made
    if policy == "without it":
        made = made.replace(POLICY, "nothing")  # the cleaning holds by itself
    file = tmp_path / "hostile.html"
    file.write_text(made, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    requests, dialogs = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    body = page.locator("body")
    assert "The end is here." in body.text_content() or target == "slides"
    assert page.locator("main script, main iframe, main form, .slides script, .slides iframe").count() == 0
    assert (
        page.evaluate("[...document.querySelectorAll('a')].filter(a => /^(javascript|data):/i.test(a.href)).length")
        == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => /^on/i.test(n))"
        )
        == []
    )
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert (asked, dialogs) == ([], [])
    context.close()


def test_the_listening_server_hears(browser, server, tmp_path):
    """The test above can fail: the same notebook's HTML, as it stands, asks."""
    address, asked = server
    file = tmp_path / "open.html"
    file.write_text(HTML.replace("URL", address).replace('<meta http-equiv="refresh"', "<meta"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert {"/image", "/frame", "/link"} & set(asked) or len(asked) > 5
    context.close()
