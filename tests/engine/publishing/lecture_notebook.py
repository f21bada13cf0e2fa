"""A notebook with everything that a chapter may hold; the tests of publishing read it."""

import base64
import struct
import zlib
from pathlib import Path

import nbformat.v4 as nbf

PICTURE = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="420pt" height="220pt" viewBox="0 0 420 220">
 <defs><style type="text/css">*{stroke-linejoin: round}</style>
 <path id="dot" d="M -3 0 L 0 -3 L 3 0 L 0 3 z" fill="#0f62fe"/>
 <clipPath id="frame"><rect x="40" y="10" width="370" height="180"/></clipPath></defs>
 <g fill="none" stroke="currentColor"><path d="M 40 10 V 190 H 410"/></g>
 <g clip-path="url(#frame)">
  <path d="M 40 30 C 100 150 200 170 410 176" fill="none" stroke="#0f62fe" stroke-width="2"/>
  <use xlink:href="#dot" x="100" y="112"/><use xlink:href="#dot" x="200" y="155"/>
 </g>
 <text x="200" y="212" fill="currentColor" font-family="IBM Plex Sans" font-size="12">эпоха</text>
</svg>
"""

FIRST = """# Зачем нужна свёртка {#sec-why}

Полносвязный слой не знает, что соседние пиксели связаны. Если изображение $28\\times 28$ подать на слой из
100 нейронов, у него будет $784\\cdot 100 + 100 = 78\\,500$ параметров, и каждый из них учится отдельно. Об этом писал
ещё ЛеКун [@lecun1998]; подробнее — в @sec-conv, а ход обучения показан в @fig-loss.

**Свёртка делает два предположения: важны соседи и неважно, где они находятся.** Первое называют локальностью,
второе — "инвариантностью к сдвигу"[^shift].

[^shift]: Точнее, эквивариантностью: сдвиг входа сдвигает выход.

## Потери {#sec-loss}

![Потери сети A на обучающей выборке, среднее по трём запускам, как у [@lecun1998].](../figures/loss_a.svg){#fig-loss
alt="Кривая потерь убывает с 2,3 до 0,05 за десять эпох" width=80%}

@fig-loss показывает, что потери убывают. [Сеть A ошибается реже чем в трёх случаях из ста]{claim="a_accuracy"};
однако [сеть B не быстрее сети A]{claim="b_speed"}. Сведём числа в @tbl-networks.

| Сеть | Параметры | Точность, % | Примечание |
|:-----|----------:|------------:|:-----------|
| A    | 21 840    | 97,03 ± 0,25 | пять слоёв, как в исходной лекции |
| B    | 52 138    | 99,12 ± 0,08 | нормировка и случайное отключение |

: Две сети лекции. {#tbl-networks}
"""

SECOND = """# Свёртка {#sec-conv}

Выход свёртки в точке $(i, j)$ — взвешенная сумма окна входа:

$$
y_{i,j} = \\sum_{m=0}^{k-1}\\sum_{n=0}^{k-1} w_{m,n}\\, x_{i+m,\\,j+n} + b,
\\qquad \\hat y = \\begin{cases} 1, & y > 0,\\\\ 0, & \\text{иначе.}\\end{cases}
$$ {#eq-conv}

Из @eq-conv видно, что параметров $k^2+1$. Размер выхода даёт [@eq-size]:

$$ n' = \\left\\lfloor \\frac{n + 2p - k}{s} \\right\\rfloor + 1 $$ {#eq-size}

## Сеть в коде

``` {.python source="cnn.networks.digits:network_a"}
def network_a() -> nn.Sequential:
    \"\"\"Images (N, 1, 28, 28) to log-probabilities (N, 10).\"\"\"
    return nn.Sequential(
        nn.Conv2d(1, 10, kernel_size=5),  # 28 → 24
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1440, 10),
    )
```

- ядро $5\\times5$ уменьшает сторону на четыре;
- субдискретизация делит её на два;
- *нелинейность* размера не меняет.

::: {.tabs}
::: {.tab title="PyTorch"}
```python
nn.Conv2d(1, 10, 5)
```
:::
::: {.tab title="Keras"}
```python
layers.Conv2D(10, 5, activation="relu")
```
:::
:::

::: {.exercise}
Сколько параметров у слоя `Conv2d(10, 20, 5)`?

::: {.answer}
$20\\cdot(10\\cdot 25 + 1) = 5020$.
:::
:::

::: {.slides-only}
Это видно только на слайдах.
:::

::: {.not-on-slides}
Этого на слайдах нет.
:::
"""

LONG = """## Разное

---

Обычный рисунок из вложения:

![](attachment:image.png){alt="Серый квадрат"}

> Цитата: чем больше данных, тем меньше придумывает человек.

1. Первый пункт.
2. Второй пункт со ссылкой на [сайт](https://pytorch.org).

\\begin{align} a &= b + c, \\\\ d &= e \\end{align}

Очень широкая формула: $$ WIDE = 0 $$

### Третий уровень

См. также @sec-loss и `очень_длинное_имя_переменной_которое_не_помещается_в_строку_на_узком_экране`.
""".replace("WIDE", " + ".join(f"a_{{{index}}}" for index in range(1, 20)))

DATAFRAME = """<div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style>
<table border="1" class="dataframe"><thead>
<tr style="text-align: right;"><th></th><th>слой</th><th>параметры</th></tr></thead>
<tbody><tr><th>0</th><td>conv1</td><td>260</td></tr><tr><th>1</th><td>conv2</td><td>5020</td></tr></tbody></table></div>"""

CLAIMS = {
    "a_accuracy": {
        "statement": "Доля ошибок сети A на проверочной выборке меньше 3 %.",
        "measured": {"mean": 2.97, "std": 0.25},
        "threshold": 3.0,
        "holds": True,
        "seeds": [1, 2, 3],
        "evidence": "results/training/a/*/history.csv",
    },
    "b_speed": {
        "statement": "Сеть B обучается не быстрее сети A.",
        "rewritten": "Сначала ждали, что быстрее.",
        "measured": 0.8,
        "threshold": 1.0,
        "holds": False,
        "seeds": [1, 2, 3],
        "evidence": "results/speed.json",
    },
}


def grey_png(side=16):
    """A grey square as a PNG file."""
    rows = (b"\x00" + b"\x80" * side) * side

    def chunk(kind, data):
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def display(**data):
    return nbf.new_output("display_data", data={key.replace("_", "/", 1): value for key, value in data.items()})


def code(source, *outputs, tags=(), **metadata):
    return nbf.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags), **metadata})


def lecture(folder):
    """The notebook, with its picture and bibliography written into `folder`."""
    folder = Path(folder)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "figures" / "loss_a.svg").write_text(PICTURE, encoding="utf-8")
    (folder / "references.bib").write_text(
        "@article{lecun1998, author = {LeCun, Yann and Bottou, L{\\'e}on}, title = {Gradient-based learning},"
        " journal = {Proceedings of the IEEE}, volume = {86}, number = {11}, pages = {2278--2324}, year = {1998}}",
        encoding="utf-8",
    )
    png = base64.b64encode(grey_png()).decode()
    attachment = nbf.new_markdown_cell(LONG, attachments={"image.png": {"image/png": png}})
    cells = [
        nbf.new_markdown_cell(FIRST, metadata={"chapter": "03"}),
        code("secret = 1", tags=["remove-cell"]),
        code("hidden_source = 1", nbf.new_output("stream", name="stdout", text="видно\n"), tags=["remove-input"]),
        code("shown_source = 1", nbf.new_output("stream", name="stdout", text="не видно\n"), tags=["remove-output"]),
        code("folded_source = 1", tags=["hide-input"]),
        nbf.new_markdown_cell(SECOND, metadata={"chapter": "04"}),
        code("table", nbf.new_output("execute_result", data={"text/html": DATAFRAME, "text/plain": "no table"})),
        code(
            "train()",
            nbf.new_output("stream", name="stdout", text="\r 50%\r100%|████| 10/10\nпотери \x1b[32m0.05\x1b[0m\n"),
            nbf.new_output("stream", name="stderr", text="предупреждение\n"),
        ),
        code("draw()", display(**{"image_svg+xml": PICTURE, "text_plain": "<Figure>"}), alt="Кривая потерь"),
        code("draw()", display(image_png=png)),
        code("markdown()", display(text_markdown="Среднее **важно**: $x^2$.")),
        code("latex()", display(text_latex="$\\displaystyle \\frac{1}{2}$")),
        code(
            "1 / 0",
            nbf.new_output(
                "error",
                ename="ZeroDivisionError",
                evalue="division by zero",
                traceback=["\x1b[31mZeroDivisionError\x1b[39m: division by zero"],
            ),
        ),
        attachment,
    ]
    notebook = nbf.new_notebook(cells=cells)
    notebook.metadata.update(
        title="Свёрточные нейронные сети",
        subtitle="Лекция, которая строит себя сама",
        author=["И. О. Фамилия"],
        date="1 сентября 2025 г.",
        edition="предпросмотр: одна эпоха вместо десяти",
        lang="ru",
        dialect="lecture",
        bibliography=str(folder / "references.bib"),
        resource_path=str(folder / "notebooks"),
        claims=CLAIMS,
        language_info={"name": "python"},
    )
    return notebook
