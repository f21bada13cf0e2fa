"""Claims of the chapter on pooling and architecture."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "pooling_shift": Claim(
        "При сдвигах сеть с max-pooling теряет меньше верных ответов, чем сеть со свёрткой с шагом 2: разность.",
        lambda n: n["pooling_robustness.shift.saved.mean"],
        "pooling_robustness.seeds",
        only=MNIST,
    ),
    "pooling_shift_over_rotation": Claim(
        "Против сдвигов max-pooling помогает больше, чем против поворотов: разность сбережённых долей верных ответов.",
        lambda n: n["pooling_robustness.shift.saved.mean"] - n["pooling_robustness.rotation.saved.mean"],
        "pooling_robustness.seeds",
        only=MNIST,
    ),
    "receptive_field_by_gradient": Claim(
        "Рецептивное поле по формуле и по градиенту обученных сетей A и B одно и то же: число слоёв, где это не так.",
        lambda n: n["receptive_field.differing"],
        "receptive_field.seeds",
    ),
    "convolution_backward": Claim(
        "Обратный проход свёртки, записанный вручную, совпадает с autograd: наибольшая относительная разность.",
        lambda n: n["backward.convolution_difference"],
        "backward.seeds",
    ),
    "pooling_backward": Claim(
        "Обратный проход max-pooling, записанный вручную, совпадает с autograd: наибольшая относительная разность.",
        lambda n: n["backward.pooling_difference"],
        "backward.seeds",
    ),
    "standardised_faster": Claim(
        "Стандартизация входа ускоряет обучение: прибавка доли верных ответов после первой эпохи.",
        lambda n: n["normalisation.gain.inputs.first.mean"],
        "normalisation.seeds",
        only=MNIST,
    ),
    "batch_normalisation_faster": Claim(
        "Пакетная нормализация ускоряет обучение: прибавка доли верных ответов после первой эпохи.",
        lambda n: n["normalisation.gain.batch.first.mean"],
        "normalisation.seeds",
        only=MNIST,
    ),
    "standardised_under_batch": Claim(
        "С пакетной нормализацией масштаб входа почти безразличен: разность долей верных ответов в конце обучения.",
        lambda n: abs(n["normalisation.gain.inputs_under_batch.last.mean"]),
        "normalisation.seeds",
        only=MNIST,
    ),
    "small_kernels_weights": Claim(
        "Две свёртки 3×3 имеют меньше весов, чем одна 5×5: отношение чисел весов.",
        lambda n: n["small_kernels.small.weights"] / n["small_kernels.large.weights"],
    ),
    "small_kernels_field": Claim(
        "Две свёртки 3×3 видят столько же, сколько одна 5×5: разность сторон рецептивных полей.",
        lambda n: abs(n["small_kernels.small.field"] - n["small_kernels.large.field"]),
    ),
    "small_kernels_accuracy": Claim(
        "Две свёртки 3×3 уступают одной 5×5 не больше половины процентного пункта: разность долей верных ответов.",
        lambda n: n["small_kernels.last.mean"],
        "small_kernels.seeds",
        only=MNIST,
    ),
}
