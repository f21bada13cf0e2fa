// Search: answers while one types. Words are compared by their stems, and letters that are written for each other are
// one; the last word may be unfinished.
(() => {
  const words = JSON.parse(document.getElementById('words').textContent).search;
  const button = document.querySelector('.search-button');
  const MOST = 15; // answers
  const AROUND = 60; // letters before and after what was found
  const alike = words.alike.match(/../gu) ?? [];
  const plain = (word) => alike.reduce((text, [one, other]) => text.replaceAll(one, other), word.toLowerCase());
  const stem = (word) => StemmerModule.stemmer(plain(word));
  let index = null;
  let sections = [];

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const field = make('input', { type: 'search', className: 'search-field', autocomplete: 'off', spellcheck: false });
  const named = make('label', { className: 'search-name' }, words.name, field);
  const close = make('button', { type: 'button', className: 'bar-button search-close' }, words.close);
  const count = make('p', { className: 'search-count' });
  count.setAttribute('role', 'status');
  const answers = make('ol', { className: 'search-answers' });
  const dialog = make('dialog', { className: 'search' }, make('div', { className: 'search-line' }, named, close), count, answers);
  dialog.setAttribute('aria-label', words.name);
  document.body.append(dialog);

  // What is found: sections, each without those inside it, captions, terms. The pages of a site have a file of them.
  const read = () => {
    const { index: file, root } = button.dataset;
    if (!file) collect();
    else sections = lectureFiles.sections.map(([page, place, title, text, path], id) => ({ id, page: lectureFiles.whole(root + page), place, title, text, path }));
    index = new MiniSearchModule.default({
      fields: ['title', 'text'],
      processTerm: (term) => stem(term) || null,
      searchOptions: {
        boost: { title: 4 },
        combineWith: 'AND',
        prefix: (term, i, terms) => i === terms.length - 1,
      },
    });
    index.addAll(sections);
  };
  const collect = () => {
    sections = [];
    const add = (id, title, text, path) => sections.push({ id: sections.length, place: id, title, text: text.replace(/\s+/g, ' ').trim(), path });
    const textOf = (element) => {
      const copy = element.cloneNode(true);
      for (const each of copy.querySelectorAll('svg, section, annotation, script, button, .evidence, h1, h2, h3, h4, figcaption')) each.remove();
      return copy.textContent;
    };
    for (const section of document.querySelectorAll('#text section[id]')) {
      const heading = section.querySelector(':scope > :is(h1, h2, h3, h4)');
      if (!heading || section.querySelector(':scope > .glossary')) continue;
      const chapter = section.closest('section.level1')?.querySelector('h1');
      const path = chapter === heading ? '' : chapter?.textContent ?? '';
      add(section.id, heading.textContent, textOf(section), path);
      for (const figure of section.querySelectorAll(':scope > figure[id], :scope > details figure[id]')) {
        const label = figure.querySelector('.caption-label')?.textContent ?? '';
        add(figure.id, label, figure.querySelector('figcaption')?.textContent.slice(label.length) ?? '', path || heading.textContent);
      }
    }
    for (const term of document.querySelectorAll('.glossary dt')) {
      const name = term.querySelector('[id]');
      if (name) add(name.id, term.textContent, term.nextElementSibling?.textContent ?? '', words.glossary);
    }
  };

  // A piece of the text around the first word that was found, with all of them marked.
  const piece = (text, stems) => {
    const found = (word) => { const own = stem(word); return stems.some((each) => own.startsWith(each)); };
    const all = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter((match) => found(match[0]));
    const first = all[0]?.index ?? 0;
    const start = Math.max(0, text.lastIndexOf(' ', Math.max(0, first - AROUND)) + 1);
    const end = Math.min(text.length, first + 2 * AROUND);
    const parts = [start ? '… ' : ''];
    let at = start;
    for (const match of all) {
      if (match.index < start || match.index + match[0].length > end) continue;
      parts.push(text.slice(at, match.index), make('mark', {}, match[0]));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at, end), end < text.length ? ' …' : ''];
  };
  const answer = () => {
    if (!index) return;
    const asked = field.value.trim();
    let results = asked ? index.search(asked) : [];
    if (asked && !results.length) results = index.search(asked, { fuzzy: 0.2 }); // it may be misspelt
    count.textContent = asked && (results.length ? words.found.replace('{count}', results.length) : words.nothing);
    answers.replaceChildren(...results.slice(0, MOST).map((result) => {
      const section = sections[result.id];
      const link = make('a', { href: `${section.page ?? ''}#${encodeURIComponent(section.place)}` },
        make('span', { className: 'search-title' }, ...piece(section.title, result.terms)),
        make('span', { className: 'search-path' }, section.path),
        make('span', { className: 'search-text' }, ...piece(section.text, result.terms)));
      return make('li', {}, link);
    }));
  };
  const open = async () => {
    dialog.showModal();
    field.select();
    if (button.dataset.index) await lectureFiles.load(button.dataset.index);
    if (!index) read();
    answer();
  };
  button.hidden = false;
  button.addEventListener('click', open);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target.closest('a')) dialog.close();
  });
  field.addEventListener('input', answer);
  dialog.addEventListener('keydown', (event) => {
    const links = [...answers.querySelectorAll('a')];
    if (event.key === 'Escape') dialog.close(); // at once, though the field holds something
    if (event.key === 'Enter' && event.target === field) links[0]?.click();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    (links[next] ?? field).focus();
  });
  addEventListener('keydown', (event) => {
    if (dialog.open || event.target.closest?.('input, textarea, [contenteditable]')) return;
    if ((event.key === '/' && !event.ctrlKey && !event.metaKey) || (event.code === 'KeyK' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      open();
    }
  });
  addEventListener('lecture-change', () => { index = null; });
})();
