// A step along the sign of the gradient, as large as the reader wants it. Without this script, and in print, the still
// picture stays.
Live.start('attack', ({ network: stored, samples, labels, classes, strongest, steps, words }) => {
  if (stored.layers.length === 0) return null; // a layer that the page can't run
  const { make, percents, decimals } = Live;
  const network = Layers.network(stored);
  const { side } = network;
  const SLICE = 8; // ms of work in one piece
  const strength = (at) => strongest * at / steps;

  const changed = (pixels, signs, by) => pixels.map((value, at) => Math.min(1, Math.max(0, value + by * signs[at])));
  const answerOf = (pixels) => {
    const probabilities = network.answer(pixels).map(Math.exp);
    return { probabilities, answer: probabilities.indexOf(Math.max(...probabilities)) };
  };
  // Signs by chance that are the same at every visit (xorshift).
  const chance = () => {
    let state = 1;
    return Float32Array.from({ length: side * side }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state < 0 ? -1 : 1;
    });
  };

  const picture = (name) => {
    const canvas = make('canvas', { width: side, height: side, className: 'attack-picture', aria: { hidden: true } });
    return { canvas, element: make('div', {}, make('div', { className: 'live-name' }, name), canvas) };
  };
  const [before, direction, after] = [words.before, words.direction, words.after].map(picture);
  const said = make('p', { className: 'live-words', aria: { live: 'polite' } });
  const limit = make('p', { className: 'attack-limit' });
  const answers = Live.answers(classes);
  const state = { digit: 0, pixels: null, kind: 0, signs: null, at: 0 };

  const turn = () => {
    state.signs = state.kind === 0 ? network.loss(state.pixels, labels[state.digit]).map(Math.sign) : chance();
    Live.grey(before.canvas, state.pixels);
    Live.grey(direction.canvas, state.signs.map((sign) => (sign + 1) / 2));
    const own = answerOf(state.pixels).answer;
    refresh();
    // Where the answer changes first is looked for while nobody waits, in pieces.
    const { pixels, signs } = state;
    let at = 1;
    const look = () => {
      if (signs !== state.signs) return; // the reader has turned to something else
      const end = performance.now() + SLICE;
      while (at <= steps && answerOf(changed(pixels, signs, strength(at))).answer === own) {
        at += 1;
        if (performance.now() > end) break;
      }
      if (performance.now() > end && at <= steps) setTimeout(look);
      else limit.textContent = at > steps ? words.holds : `${words.breaks} ${decimals.format(strength(at))}`;
    };
    limit.textContent = '\u00a0';
    setTimeout(look);
  };
  const refresh = () => {
    const pixels = changed(state.pixels, state.signs, strength(state.at));
    Live.grey(after.canvas, pixels);
    const { probabilities, answer } = answerOf(pixels);
    answers.show(probabilities);
    const right = answer === labels[state.digit];
    after.canvas.classList.toggle('live-wrong', !right);
    said.textContent = `${words.answer}: ${classes[answer]}, ${percents.format(probabilities[answer])}${right ? '' : ` ${words.mistake}`}`;
  };

  const slider = Live.slider('ε', steps, (at) => decimals.format(strength(at)), (at) => {
    state.at = at;
    if (state.signs) refresh();
  });
  const choice = Live.samples(samples, side, words, (digit, pixels) => {
    Object.assign(state, { digit, pixels });
    turn();
  });
  const kinds = Live.choice(words.signs, [words.gradient, words.chance], (kind) => {
    state.kind = kind;
    turn();
  });
  const view = make('div', { className: 'live attack' },
    make('div', { className: 'points-bar' }, choice.element, kinds),
    slider.element,
    make('div', { className: 'attack-body' }, before.element, direction.element, after.element,
      make('div', { className: 'attack-answer' }, said, answers.element)),
    limit);
  Object.assign(view, { answer: network.answer, gradient: (pixels, label) => Array.from(network.loss(pixels, label)) }); // for whoever checks them
  slider.set(0);
  choice.choose(0);
  return view;
});
