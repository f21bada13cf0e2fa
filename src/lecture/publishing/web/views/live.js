// What live figures are made of: elements, pictures of numbers, bars of answers, rows of buttons.
globalThis.Live ??= (() => {
  const make = (tag, properties = {}, ...children) => {
    const { aria = {}, role, ...others } = properties;
    const element = Object.assign(document.createElement(tag), others);
    for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
    if (role) element.setAttribute('role', role);
    element.append(...children);
    return element;
  };
  const hints = () => JSON.parse(document.getElementById('words').textContent).live;
  const language = document.documentElement.lang;
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });

  // Every figure with a view gets it once, also what `lecture watch` has put into the page since. The still picture
  // keeps its place behind it, for print. Data that several figures share stand in the page once.
  const start = (view, show) => {
    const part = (key, value) => (value?.part ? JSON.parse(document.querySelector(`script[data-part="${value.part}"]`).textContent) : value);
    const showAll = (where) => where.querySelectorAll(`script[data-view="${view}"]`).forEach((source) => {
      const made = show(JSON.parse(source.textContent, part));
      if (!made) return; // the still picture stays
      source.closest('figure').querySelector('svg').classList.add('still');
      source.after(made);
    });
    showAll(document);
    addEventListener('lecture-change', (event) => event.detail.forEach(showAll));
  };

  // These canvases are painted pixel by pixel, and read by whoever checks them.
  const pen = (canvas) => canvas.getContext('2d', { willReadFrequently: true });
  const paint = (canvas, colour) => {
    const picture = new ImageData(canvas.width, canvas.height);
    for (let at = 0; at < canvas.width * canvas.height; at += 1) picture.data.set(colour(at), 4 * at);
    pen(canvas).putImageData(picture, 0, 0);
  };
  const grey = (canvas, values) => paint(canvas, (at) => [255 * values[at], 255 * values[at], 255 * values[at], 255]);
  // Red is above zero, blue below.
  const signed = (value) => {
    const rest = 255 * (1 - Math.abs(value));
    return value > 0 ? [255 - 0.3 * (255 - rest), rest, rest, 255] : [rest, 0.4 * 255 + 0.6 * rest, 255 - 0.3 * (255 - rest), 255];
  };
  // All maps of a layer in a canvas, in rows, on one scale: its own, or the greatest value that is given.
  const maps = (canvas, { data, shape }, perRow, greatest) => {
    const [channels, rows, columns] = shape;
    const lines = Math.ceil(channels / perRow);
    const gap = rows * columns > 1 ? 1 : 0;
    canvas.width = perRow * (columns + gap) - gap;
    canvas.height = lines * (rows + gap) - gap;
    const most = greatest ?? data.reduce((found, value) => Math.max(found, Math.abs(value)), 1e-9);
    paint(canvas, (at) => {
      const [y, x] = [Math.floor(at / canvas.width), at % canvas.width];
      const [line, row, place, column] = [Math.floor(y / (rows + gap)), y % (rows + gap), Math.floor(x / (columns + gap)), x % (columns + gap)];
      const channel = line * perRow + place;
      if (row === rows || column === columns || channel >= channels) return [0, 0, 0, 0];
      return signed(Math.max(-1, Math.min(1, data[(channel * rows + row) * columns + column] / most)));
    });
  };

  // The probabilities of classes as bars; the words beside them say it.
  const answers = (classes) => {
    const bars = classes.map((name) => {
      const [bar, value] = [make('span', { className: 'live-bar' }), make('span', { className: 'live-value' })];
      return { bar, value, row: make('div', { className: 'live-class' }, make('b', {}, name), bar, value) };
    });
    const element = make('div', { className: 'live-answers', aria: { hidden: true } }, ...bars.map(({ row }) => row));
    const show = (probabilities) => {
      const answer = probabilities && probabilities.indexOf(Math.max(...probabilities));
      bars.forEach(({ bar, value, row }, i) => {
        bar.style.setProperty('--share', probabilities ? probabilities[i] : 0);
        value.textContent = probabilities ? percents.format(probabilities[i]) : '';
        row.classList.toggle('live-best', i === answer);
      });
      return answer;
    };
    return { element, show };
  };

  // Ready digits, bytes in base64: buttons with pictures; `take` gets the number and the pixels in [0, 1].
  const samples = ({ pixels, names }, side, words, take) => {
    const stored = Layers.bytes(pixels);
    const buttons = names.map((name, i) => {
      const values = Float32Array.from(stored.subarray(i * side * side, (i + 1) * side * side), (value) => value / 255);
      const picture = make('canvas', { width: side, height: side });
      grey(picture, values);
      const onclick = () => {
        buttons.forEach((other, j) => other.setAttribute('aria-pressed', String(i === j)));
        take(i, values);
      };
      return make('button', { type: 'button', className: 'live-sample', onclick, aria: { label: `${words.sample} ${name}`, pressed: false } }, picture);
    });
    const element = make('div', { className: 'live-samples', role: 'group', aria: { label: words.samples } }, ...buttons);
    const release = () => buttons.forEach((button) => button.setAttribute('aria-pressed', 'false'));
    return { element, release, choose: (i) => buttons[i].click() };
  };

  // One of several, as buttons.
  const choice = (name, options, take) => {
    const buttons = options.map((option, i) => make('button', { type: 'button', className: 'points-button', aria: { pressed: i === 0 }, onclick() {
      buttons.forEach((button, j) => button.setAttribute('aria-pressed', String(i === j)));
      take(i);
    } }, option));
    return make('div', { className: 'points-group', role: 'group', aria: { label: name } }, ...buttons);
  };

  // A slider with its name, and what it stands at in words.
  const slider = (name, last, said, take) => {
    const value = make('output', { className: 'live-output' });
    const input = make('input', { type: 'range', className: 'player-slider', min: 0, max: last, step: 1, value: 0, aria: { label: name }, oninput: () => set(Number(input.value)) });
    const set = (at) => {
      input.value = at;
      value.textContent = said(at);
      input.setAttribute('aria-valuetext', said(at));
      take(at);
    };
    return { element: make('div', { className: 'live-slider' }, make('span', { aria: { hidden: true } }, name), input, value), set };
  };

  const DIRECTIONS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  // Arrows for something that has the focus; slides would turn.
  const arrows = (element, move) => element.addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(...direction);
  });
  const moved = (pixels, side, down, across) => pixels.map((_, at) => {
    const [y, x] = [Math.floor(at / side) - down, at % side - across];
    return y >= 0 && y < side && x >= 0 && x < side ? pixels[y * side + x] : 0;
  });

  return { make, hints, percents, decimals, start, pen, paint, grey, maps, answers, samples, choice, slider, arrows, moved };
})();
