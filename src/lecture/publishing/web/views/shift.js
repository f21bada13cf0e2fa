// A digit that can be moved, and what networks make of it. Without this script, and in print, the still picture stays.
Live.start('shift', ({ networks, samples, labels, classes, most, answers: known, words }) => {
  if (networks.some(({ layers }) => layers.length === 0)) return null; // a layer that the page can't run
  const { make, percents } = Live;
  const { side } = networks[0];
  const places = 2 * most + 1; // in each direction
  const CELL = 4; // pixels of a canvas for a place
  const state = { digit: 0, pixels: null, down: 0, across: 0 };

  const pad = make('canvas', { className: 'shift-pad', width: side, height: side, tabIndex: 0, role: 'application', aria: { label: words.move } });
  pad.dataset.preventSwipe = ''; // slides would turn
  const moved = make('p', { className: 'live-words', aria: { live: 'polite' } });
  const again = make('button', { type: 'button', className: 'points-button', onclick: () => place(0, 0) }, words.back);

  const columns = networks.map((stored, i) => {
    const network = Layers.network(stored);
    const map = (name) => {
      const canvas = make('canvas', { className: 'shift-map', aria: { hidden: true } });
      return { canvas, element: make('div', {}, make('div', { className: 'live-name' }, name), canvas) };
    };
    const kept = words.maps[i].map(map);
    const said = make('p', { className: 'live-words', aria: { live: 'polite' } });
    // Where the digit may stand: which places the network reads rightly.
    const field = make('canvas', { className: 'shift-field', width: CELL * places, height: CELL * places, aria: { hidden: true } });
    const share = make('div', { className: 'live-name' });
    const element = make('div', { className: 'shift-network', role: 'group', aria: { label: stored.name } },
      make('div', { className: 'shift-name' }, stored.name), said,
      make('div', { className: 'shift-maps' }, ...kept.map((one) => one.element),
        make('div', { className: 'shift-places' }, share, field)));

    const refresh = (pixels) => {
      const found = network.run(pixels);
      const outputs = stored.shown.map((name) => found[network.layers.findIndex((layer) => layer.name === name)]);
      kept.forEach(({ canvas }, j) => {
        const { data, shape: [, rows, width] } = outputs[j];
        const one = data.slice(stored.channel * rows * width, (stored.channel + 1) * rows * width);
        Live.maps(canvas, { data: one, shape: [1, rows, width] }, 1, stored.greatest);
      });
      const probabilities = Array.from(found.at(-1).data, Math.exp);
      const answer = probabilities.indexOf(Math.max(...probabilities));
      const right = answer === labels[state.digit];
      said.textContent = `${words.answer}: ${classes[answer]}, ${percents.format(probabilities[answer])}`;
      said.classList.toggle('live-mistake', !right);
      const own = known[i].slice(state.digit * places ** 2, (state.digit + 1) * places ** 2);
      const at = (state.down + most) * places + state.across + most;
      const good = Array.from(own, (letter) => Number(letter) === labels[state.digit]);
      Live.paint(field, (pixel) => {
        const [y, x] = [Math.floor(pixel / field.width), pixel % field.width];
        const cell = Math.floor(y / CELL) * places + Math.floor(x / CELL);
        const edge = cell === at && [y % CELL, x % CELL].some((part) => part === 0 || part === CELL - 1);
        if (edge) return [224, 90, 20, 255];
        return good[cell] ? [235, 235, 235, 255] : [40, 40, 40, 255];
      });
      share.textContent = `${words.places}: ${percents.format(good.filter(Boolean).length / good.length)}`;
    };
    return { element, refresh, answer: network.answer };
  });

  function place(down, across) {
    const inside = (value) => Math.max(-most, Math.min(most, value));
    Object.assign(state, { down: inside(down), across: inside(across) });
    const pixels = Live.moved(state.pixels, side, state.down, state.across);
    Live.grey(pad, pixels);
    moved.textContent = `${words.right} ${state.across}, ${words.down} ${state.down}`.replaceAll('-', '−');
    columns.forEach((column) => column.refresh(pixels));
  }

  let from = null;
  const touched = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientY - box.top) / box.height * side, (event.clientX - box.left) / box.width * side];
  };
  pad.addEventListener('pointerdown', (event) => {
    pad.setPointerCapture(event.pointerId);
    from = { start: touched(event), down: state.down, across: state.across };
  });
  pad.addEventListener('pointermove', (event) => {
    if (!from) return;
    const [y, x] = touched(event);
    place(from.down + Math.round(y - from.start[0]), from.across + Math.round(x - from.start[1]));
  });
  for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { from = null; });
  Live.arrows(pad, (down, across) => place(state.down + down, state.across + across));

  const choice = Live.samples(samples, side, words, (digit, pixels) => {
    Object.assign(state, { digit, pixels });
    place(state.down, state.across);
  });
  const view = make('div', { className: 'live shift' },
    make('div', { className: 'shift-body' },
      make('div', { className: 'shift-left' }, pad, make('div', { className: 'network-tools' }, moved, again), choice.element),
      make('div', { className: 'shift-right' }, ...columns.map(({ element }) => element))));
  view.answers = (pixels) => columns.map(({ answer }) => answer(pixels)); // for whoever checks them
  choice.choose(0);
  return view;
});
