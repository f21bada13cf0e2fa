// Where the reader is: the contents open the present chapter only, the bar names it and leads to its neighbours.
(() => {
  const contents = document.getElementById('contents');
  const [title, before, after] = ['.bar-title', '.bar-previous', '.bar-next'].map((name) => document.querySelector(name));
  const own = title.textContent;
  let places, chapters, shown;
  contents.classList.add('follows');

  // A chapter is a place on this page or, in a site, a page beside it.
  const address = (link) => link.getAttribute('href');
  const here = contents.querySelector('[aria-current="page"]') ?? undefined;
  const list = () => {
    const links = [...contents.querySelectorAll('a')];
    places = links.map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]).filter(([place]) => place);
    chapters = [...contents.querySelectorAll(':scope > ul > li > a')];
    shown = undefined;
    // A link to a neighbour says its name, which may have changed.
    const names = new Map(chapters.map((link) => [address(link), link.textContent]));
    for (const link of document.querySelectorAll('.chapter-links > a[rel]')) {
      const name = link.querySelector('.chapter-name') ?? link.appendChild(document.createElement('span'));
      name.className = 'chapter-name';
      name.textContent = names.get(address(link)) ?? '';
    }
  };
  const lead = (link, chapter) => {
    link.hidden = !chapter;
    if (!chapter) return;
    link.href = address(chapter);
    link.title = chapter.textContent;
  };
  const show = () => {
    // The last heading above the upper quarter; their order is that of the text.
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle][0].getBoundingClientRect().top < innerHeight / 4) low = middle + 1;
      else high = middle;
    }
    const current = places[low - 1]?.[1];
    if ((current ?? here) === shown) return;
    here?.removeAttribute('aria-current');
    shown?.removeAttribute('aria-current');
    (current ?? here)?.setAttribute('aria-current', 'true');
    shown = current ?? here;
    const chapter = current?.closest('.contents > ul > li').querySelector('a') ?? here;
    const number = chapters.indexOf(chapter);
    title.textContent = chapter?.textContent ?? own;
    title.href = chapter ? address(chapter) : '#text';
    lead(before, chapters[number - 1]);
    lead(after, chapters[number + 1]);
    // The list follows the reader, unless the pointer is on it.
    if (current && !contents.matches(':hover')) {
      const [box, frame] = [current, contents].map((element) => element.getBoundingClientRect());
      if (box.top < frame.top) contents.scrollTop += box.top - frame.top - 40;
      else if (box.bottom > frame.bottom) contents.scrollTop += box.bottom - frame.bottom + 40;
    }
  };
  contents.addEventListener('click', (event) => {
    if (event.target.closest('a') && contents.matches(':popover-open')) contents.hidePopover();
  });
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; show(); });
  };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon, { passive: true });
  list();
  soon();
  addEventListener('lecture-change', () => { list(); show(); });
})();
