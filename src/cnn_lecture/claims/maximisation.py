"""Claims of the chapter on what is inside: inputs that excite or deceive a network."""

from cnn_lecture.claims.checking import Claim

CLAIMS = {
    "channels_excited": Claim(
        "Найденные изображения возбуждают каналы предобученной сети сильнее, чем любой из кусков фотографий: доля"
        " таких каналов.",
        lambda n: n["excited_channels.share"],
        "excited_channels.seeds",
        ("excited_channels",),
    ),
    "naive_is_noise": Claim(
        "В наивно найденном изображении быстрых волн больше, чем в сложенном из волн и независимых цветов: отношение"
        " их долей в мощности.",
        lambda n: n["excited_channels.naive.fast"] / n["excited_channels.colours.fast"],
        "excited_channels.seeds",
        ("excited_channels",),
    ),
    "naive_is_fragile": Claim(
        "От сдвига на три пикселя наивно найденное изображение теряет больше возбуждения, чем найденное с движениями:"
        " разность сохранённых долей.",
        lambda n: n["excited_channels.moved.kept"] - n["excited_channels.naive.kept"],
        "excited_channels.seeds",
        ("excited_channels",),
    ),
    "first_layer_known": Claim(
        "Для нейронов первой свёртки градиентный подъём находит известный точный ответ: наименьшая достигнутая доля"
        " максимума.",
        lambda n: n["excited_digits.first_layer"],
        "excited_digits.seeds",
        ("excited_digits",),
    ),
    "classes_excited": Claim(
        "Изображения, найденные подъёмом по пикселям, дают логит выше, чем любая тестовая цифра: доля классов,"
        " наименьшая для двух сетей.",
        lambda n: min(n["excited_digits.a.naive.higher"], n["excited_digits.b.naive.higher"]),
        "excited_digits.seeds",
        ("excited_digits",),
    ),
    "classes_readable": Claim(
        "Изображения, найденные с движениями и штрафами, верно читает и другая сеть: доля верных ответов, наименьшая"
        " для двух сетей.",
        lambda n: min(n["excited_digits.a.sparing.other_right"], n["excited_digits.b.sparing.other_right"]),
        "excited_digits.seeds",
        ("excited_digits",),
    ),
    "attack_over_noise": Claim(
        "Шаг по знаку градиента отнимает у сети A больше верных ответов, чем случайные знаки той же силы: разность"
        " долей верных ответов.",
        lambda n: n["adversarial.a.strong.excess.mean"],
        "adversarial.a.seeds",
        ("adversarial",),
    ),
    "noise_forgiven": Claim(
        "Случайные изменения той же силы сети A почти не мешают: насколько упала доля верных ответов.",
        lambda n: n["adversarial.a.clean.mean"] - n["adversarial.a.strong.noisy.mean"],
        "adversarial.a.seeds",
        ("adversarial",),
    ),
    "mlp_more_fragile": Claim(
        "Атака слабой силы оставляет сети A больше верных ответов, чем перцептрону: разность долей.",
        lambda n: n["adversarial.a.weak.attacked.mean"] - n["adversarial.mlp.weak.attacked.mean"],
        "adversarial.mlp.seeds",
        ("adversarial",),
    ),
    "attack_transfers": Claim(
        "Изображения, изменённые против сети A, отнимают верные ответы и у сети B: насколько больше, чем случайные"
        " знаки той же силы.",
        lambda n: n["adversarial.transfer.noisy"] - n["adversarial.transfer.attacked"],
        "adversarial.transfer.seeds",
        ("adversarial",),
    ),
}
