// Where what stands on the page comes from: a number that is clicked, a figure's or a section's button, an open claim.
// The page holds it once, as data; cards are made when they are asked for.
(() => {
  // In the page itself, or, where pages share it, in a file that is brought when it is asked for.
  const file = document.currentScript.dataset.file;
  const stored = async () => {
    if (!file) return document.getElementById('origins')?.textContent ?? '';
    await lectureFiles.load(file);
    return lectureFiles.origins;
  };
  const words = JSON.parse(document.getElementById('words').textContent).origins;
  const text = document.getElementById('text');
  const NUMBER = 'data, [data-n]';
  // Unpacked when it is asked for: a page that is watched gets another one.
  let [packed, unpacked] = ['', null];
  const told = async () => {
    const now = await stored();
    if (now !== packed) {
      const bytes = Uint8Array.from(atob(now), (letter) => letter.charCodeAt(0));
      unpacked = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).json();
      packed = now;
    }
    return unpacked;
  };
  const make = (name, about = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), about);
    element.append(...inside.filter((each) => each !== null && each !== undefined));
    return element;
  };
  const plain = (value) => {
    if (Array.isArray(value)) return value.map(plain).join(', ');
    if (value && typeof value === 'object') return Object.entries(value).map(([name, inner]) => `${name}: ${plain(inner)}`).join(', ');
    return value === true ? words.yes : value === false ? words.no : String(value);
  };

  // What is known of a study, a figure or a training; what it was made from opens inside it.
  const facts = (origins, key, seen) => {
    const made = origins.made[key];
    const list = make('dl');
    const say = (word, ...value) => {
      if (value.some((each) => each instanceof Node || each)) list.append(make('dt', { textContent: words[word] }), make('dd', {}, ...value));
    };
    say('rule', made.rule);
    if (made.code) say('code', make('code', { textContent: `${made.code[0]}:${made.code[1]}–${made.code[2]}` }));
    say('settings', plain(made.settings ?? ''));
    say('seeds', plain(made.seeds ?? ''));
    for (const place of made.runs ?? []) {
      const run = origins.runs[place];
      const threads = run.threads && words.threads.replace('{count}', run.threads);
      say('machine', [run.device, run.architecture, run.instructions, threads].filter(Boolean).join(', '));
      say('versions', Object.entries(run.versions).map(([name, number]) => `${name} ${number}`).join(', '));
    }
    for (const file of made.from ?? []) {
      if (!origins.made[file]) say('data', make('code', { textContent: file }), origins.data[file] ? ` SHA-256 ${origins.data[file]}…` : '');
    }
    const inner = (made.from ?? []).filter((name) => origins.made[name] && !seen.includes(name));
    return make('div', {}, list, ...inner.map((name) => folded(origins, name, [...seen, name])));
  };
  const folded = (origins, key, seen) => {
    const fold = make('details', {}, make('summary', {}, `${words.from} `, make('code', { textContent: key })));
    fold.addEventListener('toggle', () => { if (fold.open && fold.childElementCount === 1) fold.append(facts(origins, key, seen)); });
    return fold;
  };
  const groupsOf = (origins, names) => [...new Set(names.split(', ').map((name) => name.split(/[.[]/)[0]))].filter((group) => origins.made[group]);
  const sources = (origins, groups) => {
    if (groups.length === 1) return [facts(origins, groups[0], groups)];
    return groups.map((group) => folded(origins, group, [group]));
  };

  // One card, which floats beside what was asked, or lies at the bottom of a narrow screen.
  const close = make('button', { type: 'button', className: 'origin-close', textContent: '×' });
  close.setAttribute('aria-label', words.close);
  const title = make('p', { className: 'origin-title', id: 'origin-title' });
  const content = make('div', { className: 'origin-content' });
  const card = make('div', { className: 'origin-card', popover: 'auto', tabIndex: -1 }, close, title, content);
  card.setAttribute('role', 'dialog');
  card.setAttribute('aria-labelledby', 'origin-title');
  document.body.append(card);
  close.addEventListener('click', () => card.hidePopover());
  let asked = null;
  // What opens in a card makes it higher: it moves up, as long as there is room.
  new ResizeObserver(() => {
    const over = card.getBoundingClientRect().bottom - innerHeight + 8;
    if (card.style.top && over > 0) card.style.top = `${Math.max(8, parseFloat(card.style.top) - over)}px`;
  }).observe(card);
  card.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    if (card.contains(document.activeElement) || document.activeElement === document.body) asked?.focus?.({ preventScroll: true });
    content.replaceChildren();
  });
  const show = (from, name, parts, back) => {
    if (card.matches(':popover-open')) card.hidePopover();
    asked = back;
    title.textContent = name;
    content.replaceChildren(...parts);
    card.showPopover();
    card.scrollTop = 0;
    const [box, own] = [from.getBoundingClientRect(), card.getBoundingClientRect()];
    const width = document.documentElement.clientWidth;
    if (width > own.width + 32) {
      const below = innerHeight - box.bottom > own.height + 16 || box.top < innerHeight - box.bottom;
      card.style.top = `${Math.max(8, Math.min(innerHeight - own.height - 8, below ? box.bottom + 8 : box.top - own.height - 8))}px`;
      card.style.left = `${Math.min(Math.max(8, box.left), width - own.width - 8)}px`;
    } else {
      card.style.top = card.style.left = '';
    }
    card.focus({ preventScroll: true });
  };

  const nameOf = (origins, number) => {
    const [chapter, place] = (number.dataset.n ?? number.value).split('.');
    return origins.numbers[chapter]?.[place] ?? '';
  };
  const isNumber = (element) => element && !element.closest('a, button, summary, .preview');
  text.addEventListener('click', async (event) => {
    const number = event.target.closest?.(NUMBER);
    if (!isNumber(number) || String(getSelection())) return;
    const origins = await told();
    const names = nameOf(origins, number);
    const groups = groupsOf(origins, names);
    if (groups.length) show(number, words.number.replace('{value}', number.textContent.trim()), [make('p', {}, make('code', { textContent: names })), ...sources(origins, groups)]);
  });

  const ofFigure = async (button, figure) => {
    const origins = await told();
    const key = `figures/${figure.id.replace(/^fig-/, '')}`;
    const label = figure.querySelector('.caption-label')?.textContent.replace(/\.$/, '') ?? words.figure;
    show(button, label, [facts(origins, key, [key])], button);
  };
  // All of a section that can be asked for: the way of the keyboard.
  const inside = (section, selector) => [...section.querySelectorAll(selector)].filter((each) => each.closest('section') === section);
  const ofSection = async (button, section) => {
    const origins = await told();
    const rows = new Map();
    for (const number of inside(section, NUMBER).filter(isNumber)) {
      const names = nameOf(origins, number);
      for (const group of groupsOf(origins, names)) {
        if (!rows.has(group)) rows.set(group, new Map());
        const values = rows.get(group);
        values.set(names, [...values.get(names) ?? [], number.textContent.trim()]);
      }
    }
    const parts = [...rows].map(([group, values]) => make('details', {}, make('summary', {}, make('code', { textContent: group })),
      make('ul', { className: 'origin-numbers' }, ...[...values].map(([names, shown]) => make('li', {}, `${[...new Set(shown)].join(', ')}: `, make('code', { textContent: names })))),
      facts(origins, group, [group])));
    show(button, words.section, parts, button);
  };
  const add = (place, className, label, act) => {
    const button = make('button', { type: 'button', className: `origin-button ${className}`, title: label });
    button.setAttribute('aria-label', label);
    button.addEventListener('click', (event) => { event.stopPropagation(); act(button); });
    place.append(button);
  };
  const dress = async (part) => {
    const figures = file ? lectureFiles.figures : Object.keys((await told()).made);
    const all = (selector) => [...(part.matches?.(selector) ? [part] : []), ...part.querySelectorAll(selector)];
    for (const figure of all('figure[id^="fig-"]')) {
      if (!figures.includes(`figures/${figure.id.slice(4)}`) || figure.querySelector('.figure-origin')) continue;
      const label = figure.querySelector('.caption-label')?.textContent.replace(/\.$/, '') ?? words.figure;
      // At the end of the caption: a corner of the figure may hold what a reader presses.
      const caption = figure.querySelector('figcaption > p:last-child') ?? figure.querySelector('figcaption') ?? figure;
      add(caption, 'figure-origin', `${words.of} ${label}`, (button) => ofFigure(button, figure));
    }
    for (const section of all('section')) {
      const heading = section.querySelector(':scope > :is(h1, h2, h3)');
      if (!heading || heading.querySelector('.origin-button') || !inside(section, NUMBER).some(isNumber)) continue;
      add(heading, 'section-origin', words.section, (button) => ofSection(button, section));
    }
  };
  dress(text);
  addEventListener('lecture-change', (event) => event.detail.forEach(dress));
  document.documentElement.classList.add('tells-origins');

  // The card of a claim is there already: it gets what its numbers rest on.
  document.addEventListener('toggle', async (event) => {
    const claim = event.target;
    if (event.newState !== 'open' || !claim.matches?.('.evidence')) return;
    const origins = await told();
    if (claim.querySelector('.claim-origins')) return;
    const groups = (origins.claims[claim.id.slice('claim-'.length)] ?? []).filter((group) => origins.made[group]);
    claim.append(make('div', { className: 'claim-origins' }, ...groups.map((group) => folded(origins, group, [group]))));
  }, true);
})();
