// A network that answers in the page what is drawn in it. Without this script, and in print, the still picture stays.
(() => {
  const { make, hints, percents } = Live;

  Live.start('network', ({ network: stored, samples, classes, words }) => {
    if (stored.layers.length === 0) return null; // a layer that the page can't run
    const network = Layers.network(stored);
    const { layers, side } = network;
    const INK = 1.6; // radius of the pen, in pixels of an input enlarged to the field, where the digit is 20 of 28
    const FINE = 8; // cells of the field for a pixel of an input

    // The field: fine cells from 0 to 1. What is drawn becomes an input as MNIST's digits did: the longer side of its
    // box is 20 pixels of 28, and its centre of mass the centre.
    const wide = side * FINE;
    let field = new Float32Array(wide * wide);
    let input = new Float32Array(side * side);
    const prepared = () => {
      let [top, left, bottom, right] = [wide, wide, -1, -1];
      field.forEach((value, at) => {
        if (value === 0) return;
        const [y, x] = [Math.floor(at / wide), at % wide];
        [top, left, bottom, right] = [Math.min(top, y), Math.min(left, x), Math.max(bottom, y), Math.max(right, x)];
      });
      const made = new Float32Array(side * side);
      if (bottom < 0) return made;
      const step = Math.max(bottom - top + 1, right - left + 1) / (side * 20 / 28);
      // mean over the cells under a pixel whose left upper corner is at (y, x) pixels from the box's
      const under = (y, x) => {
        let [total, count] = [0, 0];
        const [from, to] = [top + y * step, top + (y + 1) * step];
        const [begin, end] = [left + x * step, left + (x + 1) * step];
        for (let row = Math.floor(from); row < Math.ceil(to); row += 1) {
          const high = Math.min(to, row + 1) - Math.max(from, row);
          for (let column = Math.floor(begin); column < Math.ceil(end); column += 1) {
            const part = high * (Math.min(end, column + 1) - Math.max(begin, column));
            const inside = row >= 0 && row < wide && column >= 0 && column < wide;
            total += inside ? part * field[row * wide + column] : 0;
            count += part;
          }
        }
        return total / count;
      };
      let [mass, down, across] = [0, 0, 0];
      field.forEach((value, at) => {
        mass += value;
        down += value * (Math.floor(at / wide) + 0.5);
        across += value * (at % wide + 0.5);
      });
      const [y0, x0] = [side / 2 - (down / mass - top) / step, side / 2 - (across / mass - left) / step].map(Math.round);
      for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) made[y * side + x] = under(y - y0, x - x0);
      return made;
    };

    const pad = make('canvas', { className: 'network-pad', width: wide, height: wide, tabIndex: 0, role: 'application', aria: { label: words.draw } });
    pad.dataset.preventSwipe = ''; // slides would turn
    const clear = make('button', { type: 'button', className: 'points-button', onclick: () => { choice.release(); take(new Float32Array(side * side)); } }, hints().clear);
    const seen = make('canvas', { className: 'network-input', width: side, height: side, aria: { hidden: true } });
    const said = make('p', { className: 'live-words network-words', aria: { live: 'polite' } });
    const answers = Live.answers(classes);
    const maps = make('div', { className: 'network-maps' });
    const strips = layers.map((layer) => {
      if (!words.kinds[layer.kind]) return null;
      const strip = make('canvas', { aria: { hidden: true } });
      maps.append(make('div', { className: 'network-layer' },
        make('div', {}, make('code', {}, layer.name), ` ${words.kinds[layer.kind]}`), strip));
      return strip;
    });
    const choice = Live.samples(samples, side, words, (_, pixels) => take(pixels));
    const view = make('div', { className: 'live network' },
      make('div', { className: 'network-body' },
        make('div', { className: 'network-left' }, pad, make('div', { className: 'network-tools' }, seen, clear), choice.element),
        make('div', { className: 'network-right' }, said, answers.element)),
      make('details', { className: 'network-inside', ontoggle: () => refresh() }, make('summary', {}, hints().maps), maps));
    view.answer = network.answer; // for whoever checks it against another program

    // All maps of a layer, or its values in a line, each layer with its own scale.
    function show(canvas, { data, shape }) {
      const perRow = shape.length === 3 ? Math.min(shape[0], 10) : Math.min(shape[0], 50);
      Live.maps(canvas, { data, shape: shape.length === 3 ? shape : [shape[0], 1, 1] }, perRow);
      canvas.style.setProperty('--part', shape.length === 3 ? 1 : perRow / 50);
    }

    function refresh() {
      Live.grey(pad, field);
      Live.grey(seen, input);
      const empty = input.every((value) => value === 0);
      const found = network.run(input);
      const probabilities = Array.from(found.at(-1).data, Math.exp);
      const answer = answers.show(empty ? null : probabilities);
      said.textContent = empty ? words.empty : `${words.answer}: ${classes[answer]}, ${percents.format(probabilities[answer])}`;
      if (maps.parentElement.open) strips.forEach((strip, i) => strip && show(strip, found[i]));
    }

    // A ready input, which the field shows enlarged.
    function take(pixels) {
      input = pixels;
      field = Float32Array.from({ length: wide * wide }, (_, at) => pixels[Math.floor(Math.floor(at / wide) / FINE) * side + Math.floor((at % wide) / FINE)]);
      fresh = true;
      refresh();
    }

    let fresh = true; // the field shows a ready input: the next stroke begins anew
    let last = null;
    const touched = (event) => {
      const box = pad.getBoundingClientRect();
      return [(event.clientY - box.top) / box.height * wide, (event.clientX - box.left) / box.width * wide];
    };
    function stroke([y, x]) {
      const [fromY, fromX] = last ?? [y, x];
      const reach = INK * FINE;
      const steps = Math.max(1, Math.ceil(Math.hypot(y - fromY, x - fromX) / 2));
      for (let step = 0; step <= steps; step += 1) {
        const [cy, cx] = [fromY + (y - fromY) * step / steps, fromX + (x - fromX) * step / steps];
        for (let row = Math.max(0, Math.floor(cy - reach)); row <= Math.min(wide - 1, cy + reach); row += 1) {
          for (let column = Math.max(0, Math.floor(cx - reach)); column <= Math.min(wide - 1, cx + reach); column += 1) {
            const soft = Math.min(1, Math.max(0, (reach - Math.hypot(row - cy, column - cx)) / FINE + 0.5));
            field[row * wide + column] = Math.max(field[row * wide + column], soft);
          }
        }
      }
      last = [y, x];
      input = prepared();
      refresh();
    }
    pad.addEventListener('pointerdown', (event) => {
      if (fresh) field = new Float32Array(wide * wide);
      fresh = false;
      choice.release();
      pad.setPointerCapture(event.pointerId);
      stroke(touched(event));
    });
    pad.addEventListener('pointermove', (event) => { if (last) stroke(touched(event)); });
    for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { last = null; });

    Live.arrows(pad, (down, across) => take(Live.moved(input, side, down, across)));

    choice.choose(0);
    return view;
  });
})();
