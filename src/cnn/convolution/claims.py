"""Claims of the chapter on images and convolution."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "shift_like_another": Claim(
        "Сдвинутая фотография далека от исходной: отношение расстояния до неё к расстоянию до другой фотографии.",
        lambda n: n["photograph.distance.shift"] / n["photograph.distance.other"],
    ),
    "neighbours_photo": Claim(
        "Соседние пиксели фотографии похожи: корреляция яркостей на расстоянии 1.",
        lambda n: n["photograph.correlation.photo.one"],
    ),
    "neighbours_fall": Claim(
        "Корреляция пикселей падает с расстоянием: меньшее из двух падений, на фотографии и на цифрах MNIST.",
        lambda n: min(
            n[f"photograph.correlation.{name}.one"] - n[f"photograph.correlation.{name}.last"]
            for name in ("photo", "digits")
        ),
        only=MNIST,
    ),
    "flip_is_convolution": Claim(
        "Слой свёртки с повёрнутым ядром вычисляет свёртку в смысле математики: наибольшее отличие от SciPy.",
        lambda n: n["convolution.flip_difference"],
    ),
    "output_size": Claim(
        "Формула размера выхода согласна с PyTorch на всей сетке аргументов, допустимых и нет: число расхождений.",
        lambda n: n["convolution.sizes.disagreements"],
    ),
    "three_ways_equal": Claim(
        "Циклы, матричное умножение и функция PyTorch дают одну и ту же свёртку: наибольшая разность.",
        lambda n: n["convolution.ways.difference"],
    ),
    "loops_slower": Claim(
        "Четыре цикла на Python медленнее матричного умножения: во сколько раз.",
        lambda n: n["convolution.ways.loops_to_unfold"],
    ),
    "equivariance_interior": Claim(
        "Первая свёртка сети A эквивариантна сдвигу: наибольшее отличие карты сдвинутых изображений от сдвинутой"
        " карты.",
        lambda n: n["equivariance.interior"],
        "equivariance.seeds",
    ),
    "stride_even_shifts": Claim(
        "Свёртка с шагом 2 эквивариантна сдвигам на чётное число пикселей: наибольшая относительная ошибка.",
        lambda n: n["equivariance.even_shifts"],
        "equivariance.seeds",
    ),
    "stride_odd_shifts": Claim(
        "Свёртка с шагом 2 не эквивариантна сдвигам на нечётное число пикселей: наименьшая относительная ошибка.",
        lambda n: n["equivariance.odd_shifts"],
        "equivariance.seeds",
        only=MNIST,
    ),
    "dense_not_equivariant": Claim(
        "Полносвязный слой отвечает на сдвинутую цифру иначе, хотя его вход лишь сдвинулся: относительное изменение.",
        lambda n: n["equivariance.dense"],
        "equivariance.seeds",
        only=MNIST,
    ),
    "cnn_better_than_mlp": Claim(
        "Доля верных ответов у сети A выше, чем у MLP с тем же числом параметров: наименьшая разность.",
        lambda n: n["mlp_against_cnn.least_lead"],
        "mlp_against_cnn.seeds",
        only=MNIST,
    ),
    "cnn_needs_fewer": Claim(
        "Сеть A с малой долей обучающих примеров не хуже, чем MLP со всеми: разность долей верных ответов.",
        lambda n: n["mlp_against_cnn.lead_with_fewer"],
        "mlp_against_cnn.seeds",
        only=MNIST,
    ),
}
