// Links inside the page: folded parts open, what a link leads to is shown beside it, and a button leads back.
(() => {
  const words = JSON.parse(document.getElementById('words').textContent).links;
  const text = document.getElementById('text');
  const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  // Sections that aren't drawn yet have estimated heights. Where a link led, the page is held until those around have
  // found theirs, or until the reader moves; it is led there twice, as Chromium may put what it hasn't drawn under the bar.
  const HELD = 1000; // ms
  const FRAMES = 10; // at least: where drawing is slow, the first of them may take longer than HELD
  let holding = 0;
  const hold = (element, stand) => {
    const [turn, end] = [++holding, performance.now() + HELD];
    let place = null;
    const step = (frame) => {
      if (turn !== holding) return;
      const now = element.getBoundingClientRect().top + scrollY;
      if (frame < 2 || Math.abs(now - place) > 1) stand();
      place = now;
      if (frame < FRAMES || performance.now() < end) requestAnimationFrame(() => step(frame + 1));
    };
    step(0);
  };
  for (const move of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'popstate']) {
    addEventListener(move, () => { holding += 1; }, { capture: true, passive: true });
  }
  addEventListener('lecture-hold', (event) => hold(...event.detail));
  const lead = (target) => hold(target, () => target.scrollIntoView({ behavior: 'instant' }));

  // A link into a folded part opens it: browsers are only learning to do so themselves.
  const here = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const unfold = () => {
    const innermost = here()?.closest('details');
    for (let fold = innermost; fold; fold = fold.parentElement.closest('details')) fold.open = true;
    if (innermost) here().scrollIntoView();
  };
  addEventListener('hashchange', unfold);
  unfold();
  // Who comes back or loads the page anew finds the place that he left, which is the browser's affair.
  if (here() && performance.getEntriesByType('navigation')[0]?.type === 'navigate') lead(here());
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link?.hash || link.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
    requestAnimationFrame(() => {
      if (!here() || link.hash !== location.hash) return;
      unfold(); // it may have been folded since it was led to last
      lead(here());
    });
  });

  // The way back from where a link led.
  const back = document.createElement('button');
  Object.assign(back, { type: 'button', className: 'way-back', hidden: true, textContent: `↩ ${words.back}` });
  text.append(back);
  let from = null;
  text.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || !targetOf(link) || link.matches('.header-number, .header-link')) return;
    hide();
    from = { link, y: scrollY, top: link.getBoundingClientRect().top };
    setTimeout(() => { back.hidden = Math.abs(scrollY - from.y) < innerHeight / 2; }, 400);
  });
  back.addEventListener('click', () => {
    back.hidden = true;
    scrollTo({ top: from.y, behavior: 'instant' });
    const { link, top } = from;
    hold(link, () => scrollBy({ top: link.getBoundingClientRect().top - top, behavior: 'instant' })); // it stands where it stood
    if (from.link.isConnected) from.link.focus({ preventScroll: true });
  });

  // What opens stands below what was asked or above it, and inside the window.
  const putBeside = (card, asked) => {
    Object.assign(card.style, { top: 0, left: 0 }); // its width is that of its words, wherever it stood last
    const [box, own] = [asked.getBoundingClientRect(), card.getBoundingClientRect()];
    const below = innerHeight - box.bottom > own.height + 16 || box.top < innerHeight - box.bottom;
    const top = Math.min(below ? box.bottom + 8 : box.top - own.height - 8, innerHeight - own.height - 8);
    const left = Math.min(box.left, document.documentElement.clientWidth - own.width - 8);
    Object.assign(card.style, { top: `${Math.max(8, top)}px`, left: `${Math.max(8, left)}px` });
  };

  // The card of a claim grows as it is read: it moves up then.
  let mark = null;
  const grown = new ResizeObserver(([{ target }]) => {
    const top = innerHeight - target.offsetHeight - 8;
    if (target.offsetHeight && target.getBoundingClientRect().top > top) target.style.top = `${Math.max(8, top)}px`;
  });
  document.addEventListener('click', (event) => { mark = event.target.closest?.('.claim-mark') ?? mark; }, true);
  document.addEventListener('toggle', ({ target, newState }) => {
    if (!target.matches('.evidence')) return;
    grown.disconnect();
    if (newState !== 'open' || !mark) return;
    target.classList.add('put');
    putBeside(target, mark);
    grown.observe(target);
  }, true);

  // The preview: it can be pointed at, and Escape closes it.
  const preview = document.createElement('div');
  Object.assign(preview, { className: 'preview', popover: 'manual' });
  preview.setAttribute('aria-hidden', 'true'); // the link leads to the same
  text.append(preview);
  const STRAY = 40; // pixels that its link may move on its own, as pictures above find their size
  const standOf = (link) => link.getBoundingClientRect().top;
  let shown = null;
  let timer = null;
  let place = 0; // of its link in the window, when it was shown

  const contentOf = (target) => {
    const entry = target.closest('.csl-entry, figure, .equation, .exercise, dt, li[id^="fn"]') ?? target.closest('.scroll');
    if (entry?.tagName === 'DT') return [entry, entry.nextElementSibling];
    if (entry) return [entry];
    if (target.matches('table')) return [target];
    if (target.matches('section')) return [...target.children].slice(0, 2);
    const block = target.closest('p, li, td, blockquote, div');
    return block ? [block] : [];
  };
  const copied = (element) => {
    const copy = element.cloneNode(true);
    for (const each of [copy, ...copy.querySelectorAll('*')]) {
      for (const name of ['id', 'tabindex', 'role', 'popovertarget']) each.removeAttribute(name);
    }
    for (const each of copy.querySelectorAll('button, .player, .points, script')) each.remove();
    for (const link of copy.querySelectorAll('a, summary')) link.tabIndex = -1;
    for (const still of copy.querySelectorAll('svg.still')) still.classList.remove('still');
    return copy;
  };
  function hide() {
    clearTimeout(timer);
    if (shown) preview.hidePopover();
    shown = null;
  }
  const show = (link) => {
    const target = targetOf(link);
    const parts = target ? contentOf(target) : [];
    if (!parts.length || parts.some((part) => part.contains(link))) return;
    preview.replaceChildren(...parts.map(copied));
    preview.showPopover();
    putBeside(preview, link);
    [shown, place] = [link, standOf(link)];
  };
  const soon = (link, wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => { hide(); show(link); }, wait);
  };
  const wanted = (event) => event.target.closest?.('#text a[href^="#"]:not(.header-number, .header-link, .footnote-back, .chapter-links a, .preview a)');
  addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return;
    const link = wanted(event);
    if (link && link !== shown) soon(link, 250);
    else if (!link && shown && !preview.contains(event.target)) { clearTimeout(timer); timer = setTimeout(hide, 200); }
    else if (!link && !shown) clearTimeout(timer);
    else if (preview.contains(event.target)) clearTimeout(timer);
  });
  addEventListener('focusin', (event) => {
    const link = wanted(event);
    if (link?.matches(':focus-visible')) soon(link, 250);
    else hide();
  });
  addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  addEventListener('scroll', () => { if (shown && Math.abs(standOf(shown) - place) > STRAY) hide(); }, { passive: true });
})();
