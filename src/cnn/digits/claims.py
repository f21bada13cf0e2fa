"""Claims of the chapter on recognising digits with PyTorch: accuracy, the training loop, the learning rate."""

import math

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "untrained_uniform": Claim(
        "До обучения классы почти равновероятны: отличие среднего логарифма вероятности от −ln\N{NO-BREAK SPACE}10.",
        lambda n: abs(n["network_a.untrained.log_probability.mean"] + math.log(10)),
        "network_a.seeds",
    ),
    "accuracy_a": Claim(
        "Доля верных ответов обученной сети A на тесте, среднее по запускам.",
        lambda n: n["network_a.test_accuracy.mean"],
        "network_a.seeds",
        only=MNIST,
    ),
    "accuracy_b": Claim(
        "Доля верных ответов обученной сети B на тесте, среднее по запускам.",
        lambda n: n["network_b.test_accuracy.mean"],
        "network_b.seeds",
        only=MNIST,
    ),
    "b_better_than_a": Claim(
        "Доля верных ответов у сети B выше, чем у сети A: разность средних.",
        lambda n: n["network_b.test_accuracy.mean"] - n["network_a.test_accuracy.mean"],
        "network_b.seeds",
        only=MNIST,
    ),
    "keras_same_parameters": Claim(
        "В сети B на Keras и на PyTorch одинаковое число параметров: разность этих чисел.",
        lambda n: abs(n["keras.parameters"] - n["keras.torch_parameters"]),
        "network_b.seeds",
    ),
    "keras_same_outputs": Claim(
        "С одними и теми же весами Keras и PyTorch дают одни и те же вероятности: наибольшая разность на тесте.",
        lambda n: n["keras.max_difference"],
        "network_b.seeds",
    ),
    "keras_same_classes": Claim(
        "С одними и теми же весами Keras и PyTorch дают одни и те же ответы: число различий на тесте.",
        lambda n: n["keras.differing_classes"],
        "network_b.seeds",
    ),
    "keras_file": Claim(
        "Веса сети B не меняются на пути из PyTorch в Keras, в файл .keras, из файла и обратно в PyTorch: число"
        " различающихся весов.",
        lambda n: n["keras.file_differing_weights"],
        "network_b.seeds",
    ),
    "parity_exact": Claim(
        "Из одних весов, на одних пакетах, без прореживания и с ничтожным ε Keras и PyTorch обучают сеть B одинаково:"
        " наибольшее различие потерь.",
        lambda n: n["parity.exact.largest_difference"],
        "parity.seeds",
        only=MNIST,
    ),
    "parity_epsilon": Claim(
        "Разное место ε в Adam двух библиотек заметнее округления: во сколько раз наибольшее различие потерь больше.",
        lambda n: n["parity.epsilon.largest_difference"] / n["parity.exact.largest_difference"],
        "parity.seeds",
        only=MNIST,
    ),
    "parity_accuracy": Claim(
        "С прореживанием сети B, обученные в Keras и в PyTorch, одинаково хороши: модуль средней разности долей верных"
        " ответов.",
        lambda n: abs(n["parity.dropout.difference.mean"]),
        "parity.seeds",
        only=MNIST,
    ),
    "dropout_left_on": Claim(
        "Прореживание, не выключенное при проверке, заметно уменьшает долю верных ответов сети A: на сколько, среднее"
        " по запускам.",
        lambda n: n["train_mode.lost.mean"],
        "train_mode.seeds",
        only=MNIST,
    ),
    "same_bits": Claim(
        "То же обучение в новом процессе даёт те же веса до последнего бита: наибольшее различие весов.",
        lambda n: n["determinism.again.largest"],
    ),
    "order_changes_weights": Claim(
        "Другой порядок тех же примеров даёт другие веса: наибольшее различие.",
        lambda n: n["determinism.order.largest"],
    ),
    "linear_scaling": Claim(
        "Если увеличить пакет и скорость обучения вместе, доля верных ответов меняется меньше, чем если увеличить один"
        " пакет: во сколько раз.",
        lambda n: n["learning_rate_grid.ratio.mean"],
        "learning_rate_grid.seeds",
        only=MNIST,
    ),
    "best_rate_grows": Claim(
        "Лучшая скорость обучения растёт с размером пакета, но медленнее его: показатель степени.",
        lambda n: n["learning_rate_grid.exponent"],
        "learning_rate_grid.seeds",
        only=MNIST,
    ),
}
