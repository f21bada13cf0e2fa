// Code that can be copied, figures that can be seen large, and boxes that scroll, which the keyboard reaches.
(() => {
  const words = JSON.parse(document.getElementById('words').textContent).boxes;
  const SAID = 1500; // ms
  const make = (className, label, mark) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', className, title: label, textContent: mark });
    button.setAttribute('aria-label', label);
    return button;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a page that is no secure context, or may not
      const area = Object.assign(document.createElement('textarea'), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };
  const addCopy = (box) => {
    const button = make('copy-button', words.copy, words.copy_mark);
    button.addEventListener('click', async () => {
      await copy(box.querySelector('pre').textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy_mark; }, SAID);
    });
    box.append(button);
  };

  // One dialog for all figures. Its picture is a copy; what the copy refers to stays where it is.
  const dialog = document.createElement('dialog');
  dialog.className = 'zoom';
  const close = make('zoom-close', words.close, '×');
  const screen = Object.assign(document.createElement('div'), { className: 'zoom-screen', tabIndex: 0 });
  const caption = Object.assign(document.createElement('p'), { className: 'zoom-caption' });
  dialog.append(close, screen, caption);
  document.body.append(dialog);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => screen.replaceChildren());
  const zoom = (figure) => {
    const picture = figure.querySelector(':scope > svg, :scope > img').cloneNode(true);
    for (const each of [picture, ...picture.querySelectorAll('[id]')]) each.removeAttribute('id');
    picture.classList.remove('still');
    picture.removeAttribute('style');
    screen.replaceChildren(picture);
    caption.textContent = figure.querySelector('figcaption')?.textContent.trim() ?? '';
    dialog.setAttribute('aria-label', caption.textContent.slice(0, 60));
    dialog.showModal();
  };
  const addZoom = (figure) => {
    const label = figure.querySelector('.caption-label')?.textContent.replace(/\.$/, '') ?? '';
    const button = make('zoom-button', `${words.enlarge} ${label}`.trim(), '⤢');
    button.addEventListener('click', () => zoom(figure));
    figure.append(button);
    figure.querySelector(':scope > svg, :scope > img').addEventListener('click', () => zoom(figure));
  };

  // A box is a stop of the keyboard while it scrolls sideways.
  const named = (box) => {
    if (box.matches('pre')) return words.code;
    if (box.matches('figure')) return box.querySelector('.caption-label')?.textContent ?? words.figure;
    return `${words.formula} ${box.parentElement.querySelector('.equation-number')?.textContent ?? ''}`.trim();
  };
  const check = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls === box.hasAttribute('data-scrolls')) return;
    box.toggleAttribute('data-scrolls', scrolls);
    if (box.matches('.output-text')) return; // always a stop
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute('role', box.matches('figure') ? 'figure' : 'group');
      box.setAttribute('aria-label', named(box));
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    }
  };
  // Boxes near the window are measured as they change; others, which have to be laid out for it, once, when nobody waits.
  const near = new Set();
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => { if (near.has(target)) check(target); }));
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) near.add(target);
      else near.delete(target);
      if (isIntersecting) check(target);
    }
  }, { rootMargin: '100%' });
  const widths = () => near.forEach(check); // letters of another font are wider
  document.fonts.addEventListener('loadingdone', widths);

  const later = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 200));
  const waiting = [];
  const measure = (idle) => {
    do {
      const box = waiting.shift();
      if (box?.isConnected) check(box);
    } while (waiting.length && idle.timeRemaining() > 4);
    if (waiting.length) later(measure);
    else performance.mark('boxes-measured');
  };

  const dress = (part) => {
    part.querySelectorAll('div.sourceCode').forEach(addCopy);
    part.querySelectorAll('figure:has(> svg, > img)').forEach(addZoom);
    part.querySelectorAll('pre, figure, .equation-body, .inline-formula').forEach((box) => {
      sizes.observe(box);
      seen.observe(box);
      waiting.push(box);
    });
    document.fonts.ready.then(() => later(measure));
  };
  dress(document.getElementById('text'));
  addEventListener('lecture-change', (event) => event.detail.forEach(dress));

  // On paper, answers and other folded parts are open.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('#text details:not([open])')];
    for (const fold of opened) fold.open = true;
  });
  addEventListener('afterprint', () => { for (const fold of opened) fold.open = false; });
})();
