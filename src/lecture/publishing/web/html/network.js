// A network that answers in the page what is drawn in it. Without this script, and in print, the still picture stays.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  // The sums of each kind of layer, over { data, shape }: shape is [channels, rows, columns], or [features].
  // Sums run in double precision; weights and what lies between layers are float32, as in PyTorch.
  const windows = (given, layer, channels, start, sum) => {
    const [, height, width] = given.shape;
    const [rows, columns] = [height, width].map((length, axis) => {
      const reach = ((layer.dilation ?? [1, 1])[axis]) * (layer.size[axis] - 1) + 1;
      return Math.floor((length + layer.before[axis] + layer.after[axis] - reach) / layer.stride[axis]) + 1;
    });
    const data = new Float32Array(channels * rows * columns);
    for (let channel = 0, at = 0; channel < channels; channel += 1) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1, at += 1) {
          const [top, left] = [row * layer.stride[0] - layer.before[0], column * layer.stride[1] - layer.before[1]];
          data[at] = sum(channel, top, left, height, width, start(channel));
        }
      }
    }
    return { data, shape: [channels, rows, columns] };
  };
  const STEPS = {
    convolution(given, layer, weights) {
      const [[rows, columns], [down, across]] = [layer.size, layer.dilation];
      const inner = layer.in / layer.groups;
      const bias = layer.at + layer.out * inner * rows * columns;
      return windows(given, layer, layer.out, (channel) => weights[bias + channel], (channel, top, left, height, width, start) => {
        const first = Math.floor(channel / (layer.out / layer.groups)) * inner;
        let [total, at] = [start, layer.at + channel * inner * rows * columns];
        for (let source = first; source < first + inner; source += 1) {
          for (let row = 0; row < rows; row += 1) {
            for (let column = 0; column < columns; column += 1, at += 1) {
              const [y, x] = [top + row * down, left + column * across];
              if (y >= 0 && y < height && x >= 0 && x < width) {
                total += weights[at] * given.data[(source * height + y) * width + x];
              }
            }
          }
        }
        return total;
      });
    },
    maximum: (given, layer) => pooled(given, layer, -Infinity, Math.max, (total) => total),
    mean: (given, layer) => pooled(given, layer, 0, (a, b) => a + b, (total) => total / (layer.size[0] * layer.size[1])),
    relu: (given) => ({ data: given.data.map((value) => Math.max(0, value)), shape: given.shape }),
    scale(given, layer, weights) {
      const size = given.data.length / layer.out;
      const one = (value, at) => {
        const channel = Math.floor(at / size);
        return value * weights[layer.at + channel] + weights[layer.at + layer.out + channel];
      };
      return { data: given.data.map(one), shape: given.shape };
    },
    flatten: (given) => ({ data: given.data, shape: [given.data.length] }),
    dense(given, layer, weights) {
      const data = new Float32Array(layer.out);
      for (let to = 0; to < layer.out; to += 1) {
        let total = weights[layer.at + layer.out * layer.in + to];
        for (let from = 0; from < layer.in; from += 1) total += weights[layer.at + to * layer.in + from] * given.data[from];
        data[to] = total;
      }
      return { data, shape: [layer.out] };
    },
    softmax(given) {
      const most = Math.max(...given.data);
      const log = most + Math.log(given.data.reduce((total, value) => total + Math.exp(value - most), 0));
      return { data: given.data.map((value) => value - log), shape: given.shape };
    },
  };
  function pooled(given, layer, nothing, join, close) {
    const [rows, columns] = layer.size;
    return windows(given, layer, given.shape[0], () => nothing, (channel, top, left, height, width, start) => {
      let total = start;
      for (let y = Math.max(0, top); y < Math.min(height, top + rows); y += 1) {
        for (let x = Math.max(0, left); x < Math.min(width, left + columns); x += 1) {
          total = join(total, given.data[(channel * height + y) * width + x]);
        }
      }
      return close(total);
    });
  }

  const show = (source) => {
    const { layers, weights: packed, scale, side, samples, classes, words } = JSON.parse(source.textContent);
    if (layers.length === 0) return; // a layer that nothing above can run: the still picture stays
    const hints = JSON.parse(document.getElementById('words').textContent).network;
    const buffer = bytes(packed).buffer;
    const weights = Float32Array.from({ length: buffer.byteLength / 4 }, (_, i) => new DataView(buffer).getFloat32(4 * i, true));
    const stored = bytes(samples.pixels);
    const still = source.previousElementSibling;
    const INK = 1.6; // radius of the pen, in pixels of an input enlarged to the field, where the digit is 20 of 28
    const FINE = 8; // cells of the field for a pixel of an input

    const make = (tag, properties = {}, ...children) => {
      const element = Object.assign(document.createElement(tag), properties);
      element.append(...children);
      return element;
    };
    const number = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent', maximumFractionDigits: 1 });

    // What every layer gives for pixels in [0, 1], (side × side).
    const run = (pixels) => {
      let given = { data: Float32Array.from(pixels, (value) => (value - scale[0]) / scale[1]), shape: [1, side, side] };
      return layers.map((layer) => (given = STEPS[layer.kind](given, layer, weights)));
    };

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

    const pad = make('canvas', { className: 'network-pad', width: wide, height: wide, tabIndex: 0 });
    pad.setAttribute('role', 'application');
    pad.setAttribute('aria-label', words.draw);
    const clear = make('button', { type: 'button', className: 'points-button', onclick: () => take(new Float32Array(side * side)) }, hints.clear);
    const picked = samples.names.map((name, i) => {
      const pixels = stored.subarray(i * side * side, (i + 1) * side * side);
      const picture = make('canvas', { width: side, height: side });
      grey(picture, Float32Array.from(pixels, (value) => value / 255));
      const button = make('button', { type: 'button', className: 'network-sample', onclick: () => take(Float32Array.from(pixels, (value) => value / 255)) }, picture);
      button.setAttribute('aria-label', `${words.sample} ${name}`);
      return button;
    });
    const choice = make('div', { className: 'network-samples' }, ...picked);
    choice.setAttribute('role', 'group');
    choice.setAttribute('aria-label', words.samples);
    const seen = make('canvas', { className: 'network-input', width: side, height: side });
    seen.setAttribute('aria-hidden', 'true');
    const said = make('p', { className: 'network-words' });
    said.setAttribute('aria-live', 'polite');
    const bars = classes.map((name) => {
      const bar = make('span', { className: 'network-bar' });
      return { bar, value: make('span', { className: 'network-value' }), row: make('div', { className: 'network-class' }, make('b', {}, name), bar) };
    });
    bars.forEach(({ row, value }) => row.append(value));
    const table = make('div', { className: 'network-answers' }, ...bars.map(({ row }) => row));
    table.setAttribute('aria-hidden', 'true'); // the words say it
    const maps = make('div', { className: 'network-maps' });
    const strips = layers.map((layer) => {
      if (!words.kinds[layer.kind]) return null;
      const strip = make('canvas');
      strip.setAttribute('aria-hidden', 'true');
      maps.append(make('div', { className: 'network-layer' },
        make('div', {}, make('code', {}, layer.name), ` ${words.kinds[layer.kind]}`), strip));
      return strip;
    });
    const view = make('div', { className: 'network' },
      make('div', { className: 'network-body' },
        make('div', { className: 'network-left' }, pad, make('div', { className: 'network-tools' }, seen, clear), choice),
        make('div', { className: 'network-right' }, said, table)),
      make('details', { className: 'network-inside', ontoggle: () => refresh() }, make('summary', {}, hints.maps), maps));
    view.answer = (pixels) => Array.from(run(pixels).at(-1).data); // for whoever checks it against another program

    // These canvases are painted pixel by pixel, and read by whoever checks them.
    function pen(canvas) {
      return canvas.getContext('2d', { willReadFrequently: true });
    }

    function grey(canvas, values) {
      const picture = new ImageData(canvas.width, canvas.height);
      values.forEach((value, at) => picture.data.set([255 * value, 255 * value, 255 * value, 255], 4 * at));
      pen(canvas).putImageData(picture, 0, 0);
    }

    // All maps of a layer in a canvas, in rows; red is above zero, blue below, each layer with its own scale.
    function paint(canvas, { data, shape }) {
      const [channels, rows, columns] = shape.length === 3 ? shape : [shape[0], 1, 1];
      const gap = shape.length === 3 ? 1 : 0;
      const perRow = shape.length === 3 ? Math.min(channels, 10) : Math.min(channels, 50);
      const lines = Math.ceil(channels / perRow);
      canvas.width = perRow * (columns + gap) - gap;
      canvas.height = lines * (rows + gap) - gap;
      canvas.style.setProperty('--part', shape.length === 3 ? 1 : perRow / 50);
      const picture = new ImageData(canvas.width, canvas.height);
      const most = data.reduce((found, value) => Math.max(found, Math.abs(value)), 1e-9);
      for (let at = 0; at < data.length; at += 1) {
        const channel = Math.floor(at / (rows * columns));
        const [y, x] = [Math.floor(at / columns) % rows, at % columns];
        const value = data[at] / most;
        const rest = 255 * (1 - Math.abs(value));
        const colour = value > 0 ? [255 - 0.3 * (255 - rest), rest, rest, 255] : [rest, 0.4 * 255 + 0.6 * rest, 255 - 0.3 * (255 - rest), 255];
        const place = (Math.floor(channel / perRow) * (rows + gap) + y) * canvas.width + (channel % perRow) * (columns + gap) + x;
        picture.data.set(colour, 4 * place);
      }
      pen(canvas).putImageData(picture, 0, 0);
    }

    function refresh() {
      grey(pad, field);
      grey(seen, input);
      const empty = input.every((value) => value === 0);
      const found = run(input);
      const probabilities = Array.from(found.at(-1).data, Math.exp);
      const answer = probabilities.indexOf(Math.max(...probabilities));
      bars.forEach(({ bar, value, row }, i) => {
        bar.style.setProperty('--share', empty ? 0 : probabilities[i]);
        value.textContent = empty ? '' : number.format(probabilities[i]);
        row.classList.toggle('network-best', !empty && i === answer);
      });
      said.textContent = empty ? words.empty : `${words.answer}: ${classes[answer]}, ${number.format(probabilities[answer])}`;
      if (maps.parentElement.open) strips.forEach((strip, i) => strip && paint(strip, found[i]));
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
      pad.setPointerCapture(event.pointerId);
      stroke(touched(event));
    });
    pad.addEventListener('pointermove', (event) => { if (last) stroke(touched(event)); });
    for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { last = null; });

    const DIRECTIONS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    pad.addEventListener('keydown', (event) => {
      const direction = DIRECTIONS[event.key];
      if (!direction) return;
      event.preventDefault();
      const [down, across] = direction;
      take(input.map((_, at) => {
        const [y, x] = [Math.floor(at / side) - down, at % side - across];
        return y >= 0 && y < side && x >= 0 && x < side ? input[y * side + x] : 0;
      }));
    });

    still.classList.add('still');
    source.after(view);
    take(Float32Array.from(stored.subarray(0, side * side), (value) => value / 255));
  };
  const showAll = (part) => part.querySelectorAll('script[data-view="network"]').forEach(show);
  showAll(document);
  // What `lecture watch` has put into the page since.
  addEventListener('lecture-change', (event) => event.detail.forEach(showAll));
})();
