"""When a page has come to rest, however slow the machine is."""

MEASURED = "!document.getElementById('text') || performance.getEntriesByName('boxes-measured').length"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def settle(page) -> None:
    """Wait until scripts have measured the boxes, which they do when nobody waits, and seen the last change."""
    page.wait_for_function(MEASURED)
    page.evaluate(TWO_FRAMES)
