// The author's page: what was saved takes the place of what it was, and mistakes are shown above the text.
(() => {
  const AGAIN = 500; // ms until the server is asked again, if it is gone
  const PLACE = 'lecture-watch-place';
  let shown = document.currentScript.dataset.version; // of the page

  // A panel of its own, which the styles of the page don't reach.
  const host = document.createElement('lecture-watch');
  const panel = host.attachShadow({ mode: 'open' });
  panel.innerHTML = `<style>
    :host { position: fixed; inset: auto 0 0; z-index: 2147483647; pointer-events: none; font: 14px/1.45 system-ui, sans-serif; }
    [hidden] { display: none !important; }
    .mistakes { pointer-events: auto; max-height: 45vh; overflow: auto; padding: .8rem 1.2rem; color: #fff; background: #8a1220; border-top: 3px solid #ff8a8a; }
    .mistakes h2 { margin: 0 0 .3rem; font-size: 15px; }
    .mistakes pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
    .doing { position: absolute; right: .8rem; bottom: 100%; margin: 0 0 .6rem; padding: .2rem .7rem; border-radius: 1rem; color: #fff; background: #333c; }
    @media print { :host { display: none; } }
  </style>
  <p class="doing" role="status" hidden></p>
  <div class="mistakes" role="alert" lang="en" hidden><h2></h2><pre></pre></div>`;
  const [doing, mistakes] = [panel.querySelector('.doing'), panel.querySelector('.mistakes')];
  const fill = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const tell = (message) => {
    doing.hidden = !message.doing;
    fill(doing, message.doing);
    mistakes.hidden = message.mistakes.length === 0;
    fill(mistakes.querySelector('h2'), message.mistakes.length ? 'The page shows the last good state' : '');
    fill(mistakes.querySelector('pre'), message.mistakes.join('\n'));
  };
  document.body.append(host);

  // Where the author is reading: an element at the top of the window, and how far from it.
  const top = () => document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
  const seen = () => {
    const text = document.getElementById('text');
    const box = text?.getBoundingClientRect();
    if (!box || scrollY < 1) return null;
    for (let y = top() + 4; y < innerHeight; y += 12) {
      const element = document.elementFromPoint(box.left + box.width / 2, y);
      if (element && element !== text && text.contains(element)) return element;
    }
    return null;
  };
  const named = (element) => {
    const all = [...document.querySelectorAll('#text [id]')];
    return all.filter((each) => each.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING
      || each === element || each.contains(element)).at(-1);
  };
  // An element is put where it was in the window, and held there as links are.
  const stand = (element, before) => {
    const put = () => scrollBy({ top: element.getBoundingClientRect().top - before, behavior: 'instant' });
    put();
    dispatchEvent(new CustomEvent('lecture-hold', { detail: [element, put] }));
  };
  const reload = () => {
    const element = seen();
    const mark = element && named(element);
    try {
      if (mark) sessionStorage.setItem(PLACE, JSON.stringify([mark.id, mark.getBoundingClientRect().top, scrollY]));
    } catch { /* then the page opens where the browser opens it */ }
    history.scrollRestoration = mark ? 'manual' : 'auto';
    location.reload();
  };
  const back = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch { /* no place */ }
    if (!kept) return;
    const mark = document.getElementById(kept[0]);
    if (mark) stand(mark, kept[1]);
    else scrollTo({ top: kept[2], behavior: 'instant' });
    history.scrollRestoration = 'auto';
  };
  back();
  addEventListener('load', () => { history.scrollRestoration = 'auto'; });

  // The nodes between the comments of a part.
  const between = (name) => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    while (walk.nextNode()) {
      if (walk.currentNode.data !== `part ${name}`) continue;
      const nodes = [];
      for (let node = walk.currentNode.nextSibling; node && node.data !== '/part'; node = node.nextSibling) nodes.push(node);
      return { start: walk.currentNode, nodes };
    }
    return null;
  };
  const parsed = (html) => {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  };
  // A copy for the page; pictures that stay the same are not sent again, they move there.
  const alive = (node) => {
    const copy = document.importNode(node, true);
    for (const place of copy.querySelectorAll?.('svg[data-same]') ?? []) {
      const picture = document.getElementById(place.id);
      if (!picture) throw new Error(`no picture ${place.id}`);
      const data = picture.nextElementSibling?.matches('script[data-view]') ? [picture.nextElementSibling] : [];
      picture.classList.remove('still');
      place.replaceWith(picture, ...data);
    }
    return copy;
  };

  // Puts new elements in the place of those old ones that differ, inside sections one by one; the elements of the page
  // may have been dressed by scripts since, so that old is compared with new, and the page's are counted.
  const differ = (before, after, live, parent, start, fresh) => {
    if (before.length !== live.length) {
      const made = after.map(alive);
      live.forEach((element) => element.remove());
      if (start) start.after(...made);
      else parent.prepend(...made);
      fresh.push(...made);
      return;
    }
    let [first, last] = [0, 0];
    const least = Math.min(before.length, after.length);
    while (first < least && before[first].isEqualNode(after[first])) first += 1;
    while (last < least - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) last += 1;
    const [olds, news, lives] = [before, after, live].map((list) => list.slice(first, list.length - last));
    if (olds.length === news.length) {
      olds.forEach((old, i) => {
        if (old.isEqualNode(news[i])) return;
        if (old.tagName === 'SECTION' && news[i].tagName === 'SECTION') {
          for (const { name } of [...lives[i].attributes]) if (!news[i].hasAttribute(name)) lives[i].removeAttribute(name);
          for (const { name, value } of news[i].attributes) lives[i].setAttribute(name, value);
          differ([...old.children], [...news[i].children], [...lives[i].children], lives[i], null, fresh);
        } else {
          const made = alive(news[i]);
          lives[i].replaceWith(made);
          fresh.push(made);
        }
      });
      return;
    }
    const made = news.map(alive);
    if (lives.length) lives[0].before(...made);
    else if (first > 0) live[first - 1].after(...made);
    else if (start) start.after(...made);
    else parent.prepend(...made);
    lives.forEach((element) => element.remove());
    fresh.push(...made);
  };

  const change = (parts) => {
    const anchor = seen();
    const line = anchor && [anchor, named(anchor)].map((each) => [each, each?.id, each?.getBoundingClientRect().top]);
    const fresh = [];
    for (const [name, old, text] of parts) {
      const place = between(name);
      if (!place) return false;
      if (name.startsWith('chapter ')) {
        const [before, after] = [old, text].map((html) => [...parsed(html).children]);
        const live = place.nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
        differ(before, after, live, place.start.parentNode, place.start, fresh);
      } else {
        place.nodes.forEach((node) => node.remove());
        place.start.after(alive(parsed(text)));
      }
    }
    dispatchEvent(new CustomEvent('lecture-change', { detail: fresh.map((element) => {
      const part = element.parentElement;
      return { querySelectorAll: (selector) => [...part.querySelectorAll(selector)].filter((each) => element.contains(each)) };
    }) }));
    for (const [element, id, before] of line ?? []) {
      const now = element?.isConnected ? element : id && document.getElementById(id);
      if (!now) continue;
      stand(now, before);
      break;
    }
    return true;
  };

  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/socket?version=${encodeURIComponent(shown)}`);
    socket.addEventListener('message', (event) => {
      const message = JSON.parse(event.data);
      tell(message);
      if (message.version === shown) return;
      const follows = message.from === shown && message.parts;
      shown = message.version;
      try {
        if (follows && change(message.parts)) return;
      } catch { /* then the whole page is loaded */ }
      reload();
    });
    socket.addEventListener('close', () => {
      tell({ mistakes: [], doing: 'make watch has ended; this page waits for the next one' });
      setTimeout(listen, AGAIN);
    });
  };
  listen();
})();
