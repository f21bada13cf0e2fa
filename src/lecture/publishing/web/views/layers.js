// Networks as plain data: what every layer gives, and how an answer changes with the input.
// Sums run in double precision; weights and what lies between layers are float32, as in PyTorch.
globalThis.Layers ??= (() => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  // The numbers of a text in base64, the smallest byte first: float32, or with bits 16 half of that.
  const half = (code) => {
    const [sign, exponent, rest] = [code & 0x8000 ? -1 : 1, (code >> 10) & 31, code & 1023];
    return sign * (exponent === 0 ? rest * 2 ** -24 : (1 + rest / 1024) * 2 ** (exponent - 15));
  };
  const floats = (text, bits = 32) => {
    const view = new DataView(bytes(text).buffer);
    const read = bits === 16 ? (i) => half(view.getUint16(2 * i, true)) : (i) => view.getFloat32(4 * i, true);
    return Float32Array.from({ length: view.byteLength / (bits / 8) }, (_, i) => read(i));
  };

  // The places of a layer that looks through windows: visits each with its channel and the window's upper left corner.
  const windows = (given, layer, channels, visit) => {
    const [, height, width] = given.shape;
    const [rows, columns] = [height, width].map((length, axis) => {
      const reach = ((layer.dilation ?? [1, 1])[axis]) * (layer.size[axis] - 1) + 1;
      return Math.floor((length + layer.before[axis] + layer.after[axis] - reach) / layer.stride[axis]) + 1;
    });
    for (let channel = 0, at = 0; channel < channels; channel += 1) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1, at += 1) {
          visit(at, channel, row * layer.stride[0] - layer.before[0], column * layer.stride[1] - layer.before[1]);
        }
      }
    }
    return [channels, rows, columns];
  };
  const filled = (given, layer, channels, value) => {
    const data = [];
    const shape = windows(given, layer, channels, (...place) => data.push(value(...place)));
    return { data: Float32Array.from(data), shape };
  };
  // Of a convolution's window: the places of the weights and of the input under them; zeros around it are none.
  const underWindow = (given, layer, channel, top, left, visit) => {
    const [[rows, columns], [down, across], [, height, width]] = [layer.size, layer.dilation, given.shape];
    const inner = layer.in / layer.groups;
    const first = Math.floor(channel / (layer.out / layer.groups)) * inner;
    let at = layer.at + channel * inner * rows * columns;
    for (let source = first; source < first + inner; source += 1) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1, at += 1) {
          const [y, x] = [top + row * down, left + column * across];
          if (y >= 0 && y < height && x >= 0 && x < width) visit(at, (source * height + y) * width + x);
        }
      }
    }
  };
  const underPool = (given, layer, channel, top, left, visit) => {
    const [[rows, columns], [, height, width]] = [layer.size, given.shape];
    for (let y = Math.max(0, top); y < Math.min(height, top + rows); y += 1) {
      for (let x = Math.max(0, left); x < Math.min(width, left + columns); x += 1) visit((channel * height + y) * width + x);
    }
  };
  const greatest = (given, layer, channel, top, left) => {
    let best = -1;
    underPool(given, layer, channel, top, left, (at) => { if (best < 0 || given.data[at] > given.data[best]) best = at; });
    return best;
  };

  // Of each kind of layer: what it gives for { data, shape }, shape [channels, rows, columns] or [features];
  // and, `back`, the derivatives by what was given from those by what it gave.
  const KINDS = {
    convolution: {
      run(given, layer, weights) {
        const [[rows, columns], [down, across], [, height, width]] = [layer.size, layer.dilation, given.shape];
        const inner = layer.in / layer.groups;
        const bias = layer.at + layer.out * inner * rows * columns;
        const { data } = given;
        return filled(given, layer, layer.out, (_, channel, top, left) => {
          const first = Math.floor(channel / (layer.out / layer.groups)) * inner;
          let [total, at] = [weights[bias + channel], layer.at + channel * inner * rows * columns];
          // As `underWindow` goes, without a call for each product: nearly all of the time is spent here.
          for (let source = first; source < first + inner; source += 1) {
            for (let row = 0; row < rows; row += 1) {
              const y = top + row * down;
              const start = (source * height + y) * width;
              for (let column = 0; column < columns; column += 1, at += 1) {
                const x = left + column * across;
                if (y >= 0 && y < height && x >= 0 && x < width) total += weights[at] * data[start + x];
              }
            }
          }
          return total;
        });
      },
      back(slopes, given, made, layer, weights) {
        const found = new Float64Array(given.data.length);
        windows(given, layer, layer.out, (at, channel, top, left) => {
          if (slopes[at] === 0) return;
          underWindow(given, layer, channel, top, left, (weight, from) => { found[from] += weights[weight] * slopes[at]; });
        });
        return found;
      },
    },
    maximum: {
      run: (given, layer) => filled(given, layer, given.shape[0], (_, ...place) => given.data[greatest(given, layer, ...place)]),
      back(slopes, given, made, layer) {
        const found = new Float64Array(given.data.length);
        windows(given, layer, given.shape[0], (at, ...place) => { found[greatest(given, layer, ...place)] += slopes[at]; });
        return found;
      },
    },
    mean: {
      run: (given, layer) => filled(given, layer, given.shape[0], (_, ...place) => {
        let total = 0;
        underPool(given, layer, ...place, (at) => { total += given.data[at]; });
        return total / (layer.size[0] * layer.size[1]);
      }),
      back(slopes, given, made, layer) {
        const found = new Float64Array(given.data.length);
        windows(given, layer, given.shape[0], (to, ...place) => underPool(given, layer, ...place, (at) => {
          found[at] += slopes[to] / (layer.size[0] * layer.size[1]);
        }));
        return found;
      },
    },
    relu: {
      run: (given) => ({ data: given.data.map((value) => Math.max(0, value)), shape: given.shape }),
      back: (slopes, given) => slopes.map((slope, at) => (given.data[at] > 0 ? slope : 0)),
    },
    scale: {
      run(given, layer, weights) {
        const size = given.data.length / layer.out;
        const one = (value, at) => {
          const channel = Math.floor(at / size);
          return value * weights[layer.at + channel] + weights[layer.at + layer.out + channel];
        };
        return { data: given.data.map(one), shape: given.shape };
      },
      back(slopes, given, made, layer, weights) {
        const size = given.data.length / layer.out;
        return slopes.map((slope, at) => slope * weights[layer.at + Math.floor(at / size)]);
      },
    },
    flatten: {
      run: (given) => ({ data: given.data, shape: [given.data.length] }),
      back: (slopes) => slopes,
    },
    dense: {
      run(given, layer, weights) {
        const data = new Float32Array(layer.out);
        for (let to = 0; to < layer.out; to += 1) {
          let total = weights[layer.at + layer.out * layer.in + to];
          for (let from = 0; from < layer.in; from += 1) total += weights[layer.at + to * layer.in + from] * given.data[from];
          data[to] = total;
        }
        return { data, shape: [layer.out] };
      },
      back(slopes, given, made, layer, weights) {
        const found = new Float64Array(layer.in);
        slopes.forEach((slope, to) => {
          for (let from = 0; from < layer.in; from += 1) found[from] += weights[layer.at + to * layer.in + from] * slope;
        });
        return found;
      },
    },
    softmax: {
      run(given) {
        const most = Math.max(...given.data);
        const log = most + Math.log(given.data.reduce((total, value) => total + Math.exp(value - most), 0));
        return { data: given.data.map((value) => value - log), shape: given.shape };
      },
      back(slopes, given, made) {
        const total = slopes.reduce((sum, slope) => sum + slope, 0);
        return slopes.map((slope, at) => slope - total * Math.exp(made.data[at]));
      },
    },
  };

  // A network: `run` gives what each layer gives for pixels in [0, 1], (side × side); `loss` how minus the
  // log-probability of a class changes with each pixel.
  const network = ({ layers, weights: packed, bits, scale: [mean, deviation], side }) => {
    const weights = floats(packed, bits);
    const given = (pixels) => ({ data: Float32Array.from(pixels, (value) => (value - mean) / deviation), shape: [1, side, side] });
    const run = (pixels) => {
      let last = given(pixels);
      return layers.map((layer) => (last = KINDS[layer.kind].run(last, layer, weights)));
    };
    const loss = (pixels, label) => {
      const passed = [given(pixels), ...run(pixels)];
      let slopes = Float64Array.from(passed.at(-1).data, (_, at) => (at === label ? -1 : 0));
      for (let at = layers.length - 1; at >= 0; at -= 1) {
        slopes = KINDS[layers[at].kind].back(slopes, passed[at], passed[at + 1], layers[at], weights);
      }
      return slopes.map((slope) => slope / deviation);
    };
    return { layers, side, run, loss, answer: (pixels) => Array.from(run(pixels).at(-1).data) };
  };

  return { bytes, floats, network };
})();
