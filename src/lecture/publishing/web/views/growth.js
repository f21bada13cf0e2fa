// A training, step by step: the first layer's kernels, the loss, and the maps and answers for one digit. Without this
// script, and in print, the still picture stays.
Live.start('growth', ({ steps, networks, losses, accuracies, probabilities, samples, classes, words }) => {
  if (networks.length === 0) return null; // a layer that the page can't run
  const { make, percents, decimals } = Live;
  const made = networks.map(Layers.network);
  const { side } = made[0];
  const count = networks[0].layers[0].out;
  const stored = networks.map(({ weights, bits }) => Layers.floats(weights, bits));
  const kernelSize = networks[0].layers[0].size;
  // Each kernel without its mean, on one scale for all steps.
  const patterns = stored.map((weights) => {
    const size = kernelSize[0] * kernelSize[1];
    return Float32Array.from({ length: count * size }, (_, at) => {
      const own = weights.subarray(Math.floor(at / size) * size, (Math.floor(at / size) + 1) * size);
      return weights[at] - own.reduce((sum, value) => sum + value, 0) / size;
    });
  });
  const greatest = Math.max(...patterns.flatMap((values) => Array.from(values, Math.abs)));
  const state = { at: 0, digit: 0, pixels: null };

  const strip = (name) => {
    const canvas = make('canvas', { className: 'growth-strip', aria: { hidden: true } });
    return { canvas, element: make('div', {}, make('div', { className: 'live-name' }, name), canvas) };
  };
  const [kernels, maps] = [words.kernels, words.maps].map(strip);
  const SVG = 'http://www.w3.org/2000/svg';
  const drawn = (tag, attributes, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  // The loss over the stored steps, which stand side by side as the slider's do.
  const [WIDE, HIGH, EDGE] = [300, 70, 6];
  const top = Math.max(...losses);
  const spot = (i) => [EDGE + (WIDE - 2 * EDGE) * i / (steps.length - 1), HIGH - EDGE - (HIGH - 2 * EDGE) * losses[i] / top];
  const mark = drawn('circle', { r: 5, class: 'growth-mark' });
  const curve = drawn('svg', { viewBox: `0 0 ${WIDE} ${HIGH}`, class: 'growth-loss', 'aria-hidden': 'true' },
    drawn('line', { x1: 0, x2: WIDE, y1: HIGH - EDGE, y2: HIGH - EDGE, class: 'growth-zero' }),
    drawn('polyline', { points: losses.map((_, i) => spot(i).join(',')).join(' ') }), mark);
  const said = make('p', { className: 'live-words' });
  const answers = Live.answers(classes);

  const refresh = () => {
    const { at, pixels, digit } = state;
    Live.maps(kernels.canvas, { data: patterns[at], shape: [count, ...kernelSize] }, count, greatest);
    Live.maps(maps.canvas, made[at].run(pixels).at(-1), count);
    const [x, y] = spot(at);
    mark.setAttribute('cx', x);
    mark.setAttribute('cy', y);
    const answer = answers.show(probabilities[at][digit]);
    said.textContent = `${words.answer}: ${classes[answer]}, ${percents.format(probabilities[at][digit][answer])}`;
  };
  const told = (at) => `${steps[at]}: ${words.loss} ${decimals.format(Math.round(100 * losses[at]) / 100)}, ${words.right} ${percents.format(accuracies[at])}`;
  const slider = Live.slider(words.step, steps.length - 1, told, (at) => {
    state.at = at;
    if (state.pixels) refresh();
  });
  const choice = Live.samples(samples, side, words, (digit, pixels) => {
    Object.assign(state, { digit, pixels });
    refresh();
  });
  const view = make('div', { className: 'live growth' },
    choice.element, slider.element,
    make('div', { className: 'growth-body' },
      make('div', {}, kernels.element, maps.element, make('div', { className: 'live-name' }, words.curve), curve),
      make('div', {}, said, answers.element)));
  view.maps = (at, pixels) => Array.from(made[at].run(pixels).at(-1).data); // for whoever checks them
  slider.set(steps.length - 1);
  choice.choose(0);
  return view;
});
