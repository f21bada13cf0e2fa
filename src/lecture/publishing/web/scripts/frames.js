// A player below every figure that has frames, groups with `data-frame`: one frame at a time, large. It plays only when asked to.
(() => {
  const words = JSON.parse(document.getElementById('words').textContent).player;
  const SVG = 'http://www.w3.org/2000/svg';
  const PAUSE = 700; // ms a frame
  const MARGIN = 1; // of the picture's units, for the lines at a frame's edge
  const WIDE = 4; // times as wide as high: a frame beyond that is shown in two lines
  const SHAPES = { play: 'M4 2v12l10-6z', pause: 'M3 2h3.5v12H3zM9.5 2H13v12H9.5z' };

  const make = (name, attributes, ...children) => {
    const element = ['svg', 'path'].includes(name) ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // What a frame shows, to be put elsewhere: identifiers stay with the original, to which references lead.
  const copied = (group) => {
    const copy = group.cloneNode(true);
    copy.removeAttribute('data-frame');
    for (const element of copy.querySelectorAll('[id]')) element.removeAttribute('id');
    return copy;
  };

  // Where the second half of a row of framed tiles begins.
  const secondHalf = (group, box) => {
    const middle = box.x + box.width / 2;
    const edges = [...group.querySelectorAll('path')].map((path) => path.getBBox().x).filter((x) => x >= middle);
    return edges.length ? Math.min(...edges) : middle;
  };

  const addPlayer = (picture, groups) => {
    const frames = groups.map((group) => ({ group, label: group.dataset.frame, box: group.getBBox() }));
    if (frames.some(({ box }) => !box.width)) return; // not drawn, so there is nothing to copy
    const lines = frames[0].box.width > WIDE * frames[0].box.height ? 2 : 1;
    const starts = frames.map(({ group, box }) => (lines === 1 ? [box.x] : [box.x, secondHalf(group, box)]));
    const parts = Array.from({ length: lines }, () => make('svg', { class: 'player-part', 'aria-hidden': 'true' }));
    const screen = make('div', { class: 'player-screen', role: 'img' }, ...parts);
    const shape = make('path', { fill: 'currentColor' });
    const icon = make('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, shape);
    const button = make('button', { type: 'button', class: 'player-button' }, icon);
    const last = frames.length - 1;
    const slider = make('input', {
      type: 'range', class: 'player-slider', min: 0, max: last, step: 1, value: last, 'aria-label': words.frame,
    });
    const label = make('p', { class: 'player-label', 'aria-hidden': 'true' }); // the slider says the same aloud
    let timer = null;

    const show = (number) => {
      const { group, label: text, box } = frames[number];
      slider.value = number;
      slider.setAttribute('aria-valuetext', text);
      screen.setAttribute('aria-label', text);
      const width = box.x + box.width - starts[number].at(-1);
      for (const [line, part] of parts.entries()) {
        part.setAttribute('viewBox', [
          starts[number][line] - MARGIN, box.y - MARGIN, width + 2 * MARGIN, box.height + 2 * MARGIN,
        ].join(' '));
        part.replaceChildren(copied(group));
      }
      label.textContent = text;
    };
    const pause = () => {
      clearInterval(timer);
      timer = null;
      shape.setAttribute('d', SHAPES.play);
      button.setAttribute('aria-label', words.play);
    };
    const play = () => {
      if (Number(slider.value) === last) show(0);
      timer = setInterval(() => {
        show(Number(slider.value) + 1);
        if (Number(slider.value) === last) pause();
      }, PAUSE);
      shape.setAttribute('d', SHAPES.pause);
      button.setAttribute('aria-label', words.stop);
    };
    button.addEventListener('click', () => { if (timer) pause(); else play(); });
    slider.addEventListener('input', () => { pause(); show(Number(slider.value)); });

    const controls = make('div', { class: 'player-controls' }, button, slider);
    picture.after(make('div', { class: 'player', role: 'group', 'aria-label': words.name }, screen, controls, label));
    pause();
    show(last);
  };

  const addPlayers = (part) => {
    for (const picture of part.querySelectorAll('figure > svg')) {
      const groups = [...picture.querySelectorAll('[data-frame]')];
      if (groups.length > 1) addPlayer(picture, groups);
    }
  };
  addPlayers(document);
  addEventListener('lecture-change', (event) => event.detail.forEach(addPlayers));
})();
