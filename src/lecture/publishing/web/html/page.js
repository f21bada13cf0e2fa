// The contents: closed after a choice on a narrow screen, and showing where the reader is.
(() => {
  const contents = document.getElementById('contents');
  let links, sections, shown;
  const list = () => {
    links = new Map([...contents.querySelectorAll('a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  };
  contents.addEventListener('click', (event) => {
    if (event.target.closest('a') && contents.matches(':popover-open')) contents.hidePopover();
  });
  const show = () => {
    const passed = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 4);
    const current = passed.at(-1)?.id;
    for (const [id, link] of links) {
      if (id === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    // The list follows the reader, unless the pointer is on it.
    if (current !== shown && !contents.matches(':hover')) links.get(current)?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    shown = current;
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; show(); });
  }, { passive: true });
  list();
  show();
  addEventListener('lecture-change', () => { list(); show(); });
})();

// A link into a folded part opens it: browsers are only learning to do so themselves.
(() => {
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const innermost = target?.closest('details');
    for (let fold = innermost; fold; fold = fold.parentElement.closest('details')) fold.open = true;
    if (innermost) target.scrollIntoView();
  };
  addEventListener('hashchange', unfold);
  unfold();
})();
