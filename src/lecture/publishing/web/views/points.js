// Figures whose points can be asked what they are. Without this script, and in print, the still picture stays.
(() => {
  const show = (source) => {
    // The data name their classes and what is said of a point; what is said of any points is the page's.
    const { arrangements, labels, answers, classes, words, pictures } = JSON.parse(source.textContent);
    const hints = JSON.parse(document.getElementById('words').textContent).points;
    const count = labels.length;
    const present = classes.map((_, number) => number).filter((number) => labels.includes(number));
    const still = source.previousElementSibling;
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    const TRANSITION = 700; // ms
    const REACH = 18; // pixels from the pointer to a point that is still meant

    const make = (tag, properties = {}, ...children) => {
      const element = Object.assign(document.createElement(tag), properties);
      element.append(...children);
      return element;
    };
    const state = { arrangement: 0, shown: new Set(), mistakes: false, chosen: -1 };
    let places = arrangements[0].places;
    let size = 0;
    let scale = 1; // device pixels in one of the page

    const button = (text, press, pressed) => {
      const element = make('button', { type: 'button', className: 'points-button', onclick: () => { press(); refresh(); } }, text);
      element.pressed = pressed;
      return element;
    };
    const group = (name, ...buttons) => {
      const element = make('div', { className: 'points-group' }, ...buttons);
      element.setAttribute('role', 'group');
      element.setAttribute('aria-label', name);
      return element;
    };
    const views = arrangements.map(({ name }, i) => button(name, () => arrange(i), () => state.arrangement === i));
    const toggles = present.map((number) => {
      const { name, colour } = classes[number];
      const element = button(name, () => {
        if (!state.shown.delete(number)) state.shown.add(number);
      }, () => state.shown.has(number));
      element.style.setProperty('--class', colour);
      element.classList.add('points-class');
      element.setAttribute('aria-label', `${words.choose} ${name}`);
      return element;
    });
    const mistakes = button(`× ${hints.mistakes}`, () => { state.mistakes = !state.mistakes; }, () => state.mistakes);
    const canvas = make('canvas', { className: 'points-canvas', tabIndex: 0 });
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-roledescription', hints.name);
    canvas.setAttribute('aria-label', `${still.getAttribute('aria-label')} ${hints.keys}`);
    const picture = make('canvas', { className: 'points-picture', width: pictures.side, height: pictures.side });
    picture.setAttribute('aria-hidden', 'true');
    const said = make('p', { className: 'points-words' });
    said.setAttribute('aria-live', 'polite');
    const card = make('div', { className: 'points-card' }, picture, said);
    const view = make('div', { className: 'points' },
      make('div', { className: 'points-bar' },
        group(words.arrangements, ...views), group(words.classes, ...toggles), group(hints.filter, mistakes)),
      make('div', { className: 'points-body' }, canvas, card));
    const sheet = make('img', { src: pictures.sheet, onload: () => describe() });

    const isWrong = (i) => labels[i] !== answers[i];
    const isShown = (i) => (state.shown.size === 0 || state.shown.has(Number(labels[i]))) && (!state.mistakes || isWrong(i));
    const MARGIN = 0.03;
    const x = (i) => (MARGIN + (1 - 2 * MARGIN) * places[2 * i] / 1000) * size;
    const y = (i) => (MARGIN + (1 - 2 * MARGIN) * places[2 * i + 1] / 1000) * size;
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

    function draw() {
      const pen = canvas.getContext('2d');
      const ink = getComputedStyle(canvas).color;
      const ground = getComputedStyle(document.body).backgroundColor;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, size, size);
      const radius = Math.max(1.6, size / 260);
      const order = [...Array(count).keys()].sort((a, b) => isShown(a) - isShown(b) || isWrong(a) - isWrong(b));
      for (const i of order) {
        pen.globalAlpha = isShown(i) ? 0.85 : 0.1;
        pen.fillStyle = pen.strokeStyle = classes[labels[i]].colour;
        pen.beginPath();
        if (isWrong(i)) {
          const arm = 1.7 * radius;
          pen.lineWidth = 0.8 * radius;
          pen.moveTo(x(i) - arm, y(i) - arm); pen.lineTo(x(i) + arm, y(i) + arm);
          pen.moveTo(x(i) - arm, y(i) + arm); pen.lineTo(x(i) + arm, y(i) - arm);
          pen.stroke();
        } else {
          pen.arc(x(i), y(i), radius, 0, 2 * Math.PI);
          pen.fill();
        }
      }
      pen.font = '600 15px "IBM Plex Sans", sans-serif';
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      for (const number of present) {
        const own = [...Array(count).keys()].filter((i) => Number(labels[i]) === number);
        const [left, top] = [median(own.map(x)), median(own.map(y))];
        pen.globalAlpha = state.shown.size === 0 || state.shown.has(number) ? 1 : 0.25;
        pen.fillStyle = classes[number].colour;
        pen.beginPath(); pen.arc(left, top, 11, 0, 2 * Math.PI); pen.fill();
        pen.strokeStyle = ground; pen.lineWidth = 1.5; pen.stroke();
        pen.fillStyle = '#fff';
        pen.fillText(classes[number].name, left, top + 1);
      }
      if (state.chosen >= 0) {
        pen.globalAlpha = 1;
        pen.strokeStyle = ink;
        pen.lineWidth = 2;
        pen.beginPath(); pen.arc(x(state.chosen), y(state.chosen), radius + 5, 0, 2 * Math.PI); pen.stroke();
      }
    }

    function describe() {
      const i = state.chosen;
      const pen = picture.getContext('2d');
      pen.clearRect(0, 0, pictures.side, pictures.side);
      picture.style.visibility = i < 0 ? 'hidden' : 'visible';
      if (i < 0) {
        said.textContent = hints.hint;
        return;
      }
      const { side, columns } = pictures;
      pen.drawImage(sheet, i % columns * side, Math.floor(i / columns) * side, side, side, 0, 0, side, side);
      const answer = `${words.answer}: ${classes[answers[i]].name}`;
      said.replaceChildren(make('b', {}, `${words.class} ${classes[labels[i]].name}`), make('br'),
        isWrong(i) ? `× ${answer}` : answer);
    }

    function refresh() {
      for (const each of [...views, ...toggles, mistakes]) each.setAttribute('aria-pressed', String(each.pressed()));
      if (state.chosen >= 0 && !isShown(state.chosen)) choose(-1);
      draw();
    }

    function choose(i) {
      if (i === state.chosen) return;
      state.chosen = i;
      describe();
      draw();
    }

    function arrange(next) {
      if (next === state.arrangement) return;
      state.arrangement = next;
      const [from, to, begin] = [places, arrangements[next].places, performance.now()];
      const step = (now) => {
        if (state.arrangement !== next) return;
        const time = calm.matches ? 1 : Math.min(1, Math.max(0, now - begin) / TRANSITION);
        const eased = time * time * (3 - 2 * time);
        places = time < 1 ? to.map((value, i) => from[i] + eased * (value - from[i])) : to;
        draw();
        if (time < 1) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }

    // The point that costs least, of those that are shown; `cost` gives Infinity to those out of the question.
    function best(cost) {
      let [found, least] = [-1, Infinity];
      for (let i = 0; i < count; i += 1) {
        const value = isShown(i) ? cost(i) : Infinity;
        if (value < least) [found, least] = [i, value];
      }
      return found;
    }

    function point(event) {
      const box = canvas.getBoundingClientRect();
      const [left, top] = [event.clientX - box.left, event.clientY - box.top];
      const found = best((i) => {
        const distance = Math.hypot(x(i) - left, y(i) - top);
        return distance <= REACH ? distance : Infinity;
      });
      if (found >= 0) choose(found);
    }
    canvas.addEventListener('pointermove', point);
    canvas.addEventListener('pointerdown', point);

    const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    canvas.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') choose(-1);
      const direction = DIRECTIONS[event.key];
      if (!direction) return;
      event.preventDefault();
      const [left, top] = state.chosen < 0 ? [size / 2, size / 2] : [x(state.chosen), y(state.chosen)];
      const found = best((i) => {
        const [right, down] = [x(i) - left, y(i) - top];
        const ahead = right * direction[0] + down * direction[1];
        const aside = Math.abs(right * direction[1]) + Math.abs(down * direction[0]);
        return i !== state.chosen && ahead > 0 && aside <= ahead ? Math.hypot(ahead, 2 * aside) : Infinity;
      });
      if (found >= 0) choose(found);
    });

    new ResizeObserver(() => {
      size = canvas.clientWidth;
      scale = devicePixelRatio || 1;
      canvas.width = canvas.height = Math.round(size * scale);
      draw();
    }).observe(canvas);
    new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-theme'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

    still.classList.add('still');
    source.after(view);
    describe();
    refresh();
  };
  const showAll = (part) => part.querySelectorAll('script[data-view="points"]').forEach(show);
  showAll(document);
  // What `lecture watch` has put into the page since.
  addEventListener('lecture-change', (event) => event.detail.forEach(showAll));
})();
