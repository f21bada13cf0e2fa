(() => {
  const words = JSON.parse(document.getElementById('words').textContent).slides;
  const HIGH = 1.5;  // width to height of a figure, from here on it is a wide one
  const SMALLEST = 0.55;  // of the letters' size: what is larger still is cut

  const isHigh = (box) => box.scrollHeight > box.clientHeight + 1;
  const isWide = (box) => box.scrollWidth > box.clientWidth + 1;

  // The filter doesn't know the shape of a figure: words stand beside one that is high, if they have room there.
  function turn(body) {
    const figure = body.querySelector(':scope > figure');
    const box = figure?.querySelector('svg')?.viewBox.baseVal;
    if (!box?.width || box.width > HIGH * box.height) return;
    const words = [...body.children].filter((child) => child !== figure);
    if (!words.length || !words.every((child) => child.matches('p:not(:has(.equation)), ul, ol, .answer'))) return;
    body.style.setProperty('--scale', 1);
    body.classList.add('high');
    if (isHigh(body)) body.classList.remove('high');
  }

  // What the filter took for smaller than it is gets smaller letters.
  function fit(slide) {
    for (const body of slide?.querySelectorAll('.body') ?? []) {
      turn(body);
      const columns = [body, ...body.querySelectorAll('.column')];
      const rows = [...columns, ...body.querySelectorAll('.scroll, .equation-body, pre')];
      for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
        body.style.setProperty('--scale', scale);
        if (!columns.some(isHigh) && !rows.some(isWide)) break;
      }
    }
  }

  const slidesNow = () => fit(Reveal.getCurrentSlide());
  addEventListener('load', () => document.fonts.ready.then(slidesNow));

  // On a telephone several slides are seen at once: each is fitted as it comes near.
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) fit(target);
  }, { rootMargin: '50%' });
  Reveal.on('ready', () => document.querySelectorAll('.slides section.slide').forEach((slide) => near.observe(slide)));

  Reveal.on('slidechanged', slidesNow);
  Reveal.on('ready', slidesNow);
  Reveal.on('pdf-ready', () => document.querySelectorAll('.slides section.slide').forEach(fit));
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0.07,
    center: false,
    display: 'flex',
    hash: true,
    scrollLayout: 'compact',
    slideNumber: 'c/t',
    transition: 'none',
    controlsTutorial: false,
    help: false,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    plugins: [RevealNotes],
  }).then(() => {
    const reveal = document.querySelector('.reveal');
    // As an application it would keep the keys of screen readers for itself.
    reveal.removeAttribute('role');
    for (const direction of ['left', 'right', 'up', 'down']) {
      document.querySelector(`.controls .navigate-${direction}`).setAttribute('aria-label', words[direction]);
    }
    reveal.querySelector('.resume-button')?.replaceChildren(words.resume);
  });
})();
