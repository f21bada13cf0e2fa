"""Claims on the training loop: the modes of a network, the bits of a result, the learning rate and the batch."""

from cnn_lecture.claims.checking import Claim

CLAIMS = {
    "dropout_left_on": Claim(
        "Прореживание, не выключенное при проверке, заметно уменьшает долю верных ответов сети A: на сколько, среднее"
        " по запускам.",
        lambda n: n["train_mode.lost.mean"],
        "train_mode.seeds",
        ("train_mode",),
    ),
    "same_bits": Claim(
        "То же обучение в новом процессе даёт те же веса до последнего бита: наибольшее различие весов.",
        lambda n: n["determinism.again.largest"],
        None,
        ("determinism",),
    ),
    "order_changes_weights": Claim(
        "Другой порядок тех же примеров даёт другие веса: наибольшее различие.",
        lambda n: n["determinism.order.largest"],
        None,
        ("determinism",),
    ),
    "linear_scaling": Claim(
        "Если увеличить пакет и скорость обучения вместе, доля верных ответов меняется меньше, чем если увеличить один"
        " пакет: во сколько раз.",
        lambda n: n["learning_rate_grid.ratio.mean"],
        "learning_rate_grid.seeds",
        ("learning_rate_grid",),
    ),
    "best_rate_grows": Claim(
        "Лучшая скорость обучения растёт с размером пакета, но медленнее его: показатель степени.",
        lambda n: n["learning_rate_grid.exponent"],
        "learning_rate_grid.seeds",
        ("learning_rate_grid",),
    ),
}
