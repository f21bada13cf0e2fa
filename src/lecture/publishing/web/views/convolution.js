// A convolution by hand: input and kernel can be edited, every sum is written out. Without this script, and in print,
// the still picture stays.
(() => {
  const show = (source) => {
    const { input, kernel, words } = JSON.parse(source.textContent);
    const hints = JSON.parse(document.getElementById('words').textContent).convolution;
    const still = source.previousElementSibling;
    const settings = { padding: 0, stride: 1, dilation: 1 };
    const LIMITS = { padding: [0, 2], stride: [1, 3], dilation: [1, 2] };
    const start = { input: structuredClone(input), kernel: structuredClone(kernel) };
    const chosen = [0, 0];

    const make = (tag, properties = {}, ...children) => {
      const element = Object.assign(document.createElement(tag), properties);
      element.append(...children);
      return element;
    };
    const written = (value) => String(Math.round(value * 1000) / 1000).replace('-', '−').replace('.', hints.point);
    const factor = (value) => (value < 0 ? `(${written(value)})` : written(value));
    const named = (name, row, column) => `${name}, ${hints.row} ${row + 1}, ${hints.column} ${column + 1}`;

    // The table with zeros around it, as the window sees it.
    const padded = () => {
      const { padding } = settings;
      const wide = input.length + 2 * padding;
      return Array.from({ length: wide }, (_, row) => Array.from({ length: wide },
        (_, column) => input[row - padding]?.[column - padding] ?? 0));
    };
    const reach = () => settings.dilation * (kernel.length - 1) + 1;
    const size = () => Math.floor((input.length + 2 * settings.padding - reach()) / settings.stride) + 1;
    const terms = (table, row, column) => kernel.flatMap((weights, a) => weights.map((weight, b) =>
      [weight, table[row * settings.stride + a * settings.dilation][column * settings.stride + b * settings.dilation]]));
    const sum = (pairs) => pairs.reduce((total, [weight, value]) => total + weight * value, 0);

    const editable = (table, row, column, name) => {
      const cell = make('input', { type: 'text', inputMode: 'numeric', className: 'convolution-cell', value: written(table[row][column]) });
      cell.setAttribute('aria-label', named(name, row, column));
      cell.addEventListener('input', () => {
        const value = Number(cell.value.replace('−', '-').replace(',', '.'));
        cell.setAttribute('aria-invalid', String(!Number.isFinite(value) || Math.abs(value) > 999));
        if (Number.isFinite(value) && Math.abs(value) <= 999) {
          table[row][column] = value;
          refresh();
        }
      });
      return cell;
    };
    const tables = Object.fromEntries(['input', 'kernel', 'output'].map((name) => [name, make('div', { className: 'convolution-table' })]));
    const part = (name) => make('div', {}, make('div', { className: 'convolution-name' }, words[name]), tables[name]);
    const said = make('p', { className: 'convolution-sum' });
    said.setAttribute('aria-live', 'polite');
    const choice = (name) => {
      const [low, high] = LIMITS[name];
      const buttons = Array.from({ length: high - low + 1 }, (_, i) => {
        const button = make('button', { type: 'button', className: 'points-button' }, String(low + i));
        button.addEventListener('click', () => { settings[name] = low + i; chosen.fill(0); build(); });
        button.setting = [name, low + i];
        return button;
      });
      const group = make('div', { className: 'points-group' }, make('span', {}, words[name]), ...buttons);
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', words[name]);
      return group;
    };
    const again = make('button', { type: 'button', className: 'points-button' }, hints.again);
    again.addEventListener('click', () => {
      for (const [table, first] of [[input, start.input], [kernel, start.kernel]]) table.forEach((row, i) => row.splice(0, row.length, ...first[i]));
      Object.assign(settings, { padding: 0, stride: 1, dilation: 1 });
      chosen.fill(0);
      build();
    });
    const bar = make('div', { className: 'points-bar' }, ...Object.keys(LIMITS).map(choice), again);
    const view = make('div', { className: 'convolution' }, bar,
      make('div', { className: 'convolution-body' }, part('input'), make('span', {}, '*'), part('kernel'), make('span', {}, '='), part('output')),
      said);

    function build() {
      const { padding } = settings;
      const wide = input.length + 2 * padding;
      tables.input.style.setProperty('--columns', wide);
      tables.input.replaceChildren(...Array.from({ length: wide * wide }, (_, at) => {
        const [row, column] = [Math.floor(at / wide) - padding, at % wide - padding];
        return input[row]?.[column] === undefined ? make('span', { className: 'convolution-cell convolution-zero' }, '0') : editable(input, row, column, words.input);
      }));
      tables.kernel.style.setProperty('--columns', kernel.length);
      tables.kernel.replaceChildren(...kernel.flatMap((row, i) => row.map((_, j) => editable(kernel, i, j, words.kernel))));
      const side = Math.max(0, size());
      tables.output.style.setProperty('--columns', Math.max(1, side));
      tables.output.replaceChildren(...Array.from({ length: side * side }, (_, at) => {
        const [row, column] = [Math.floor(at / side), at % side];
        const cell = make('button', { type: 'button', className: 'convolution-cell' });
        const choose = () => { chosen.splice(0, 2, row, column); refresh(); };
        for (const event of ['pointerenter', 'focus', 'click']) cell.addEventListener(event, choose);
        return cell;
      }));
      for (const button of bar.querySelectorAll('.points-group button')) {
        button.setAttribute('aria-pressed', String(settings[button.setting[0]] === button.setting[1]));
      }
      refresh();
    }

    function refresh() {
      const [table, side] = [padded(), Math.max(0, size())];
      const [row, column] = chosen;
      const under = new Set(side === 0 ? [] : kernel.flatMap((weights, a) => weights.map((_, b) =>
        (row * settings.stride + a * settings.dilation) * table.length + column * settings.stride + b * settings.dilation)));
      [...tables.input.children].forEach((cell, at) => cell.classList.toggle('convolution-window', under.has(at)));
      [...tables.output.children].forEach((cell, at) => {
        const [i, j] = [Math.floor(at / side), at % side];
        const value = written(sum(terms(table, i, j)));
        cell.textContent = value;
        cell.setAttribute('aria-label', `${named(words.output, i, j)}: ${value}`);
        cell.classList.toggle('convolution-window', i === row && j === column);
      });
      if (side === 0) {
        said.textContent = hints.none;
        return;
      }
      const pairs = terms(table, row, column);
      said.textContent = `y(${row}, ${column}) = ${pairs.map((pair) => pair.map(factor).join('·')).join(' + ')} = ${written(sum(pairs))}`;
    }

    still.classList.add('still');
    source.after(view);
    build();
  };
  const showAll = (part) => part.querySelectorAll('script[data-view="convolution"]').forEach(show);
  showAll(document);
  // What `lecture watch` has put into the page since.
  addEventListener('lecture-change', (event) => event.detail.forEach(showAll));
})();
