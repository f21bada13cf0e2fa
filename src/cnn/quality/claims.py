"""Claims on the quality of the trained networks: classes, calibration, pairs, refusal, spoilt digits, labels, and the
networks side by side."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "macro_near_accuracy": Claim(
        "Классы MNIST почти равны по размеру, поэтому средняя по классам полнота сети A близка к доле верных ответов:"
        " модуль разности, среднее по запускам.",
        lambda n: n["per_class.a.macro_and_accuracy.mean"],
        "per_class.a.seeds",
        only=MNIST,
    ),
    "second_guess": Claim(
        "Когда сеть A ошибается, верный класс обычно у неё второй: доля таких ошибок, среднее по запускам.",
        lambda n: n["confident_mistakes.second.mean"],
        "confident_mistakes.seeds",
        only=MNIST,
    ),
    "surer_when_right": Claim(
        "Вероятность верного ответа сети A в среднем выше, чем ошибочного: разность средних.",
        lambda n: n["confident_mistakes.gap.mean"],
        "confident_mistakes.seeds",
        only=MNIST,
    ),
    "calibrated_a": Claim(
        "Вероятностям сети A можно верить и без поправки: ошибка калибровки мала, среднее по запускам.",
        lambda n: n["calibration.a.before.error.mean"],
        "calibration.a.seeds",
        only=MNIST,
    ),
    "overconfident_b": Claim(
        "Сеть B самоуверенна: подобранная температура больше единицы.",
        lambda n: n["calibration.b.temperature.mean"],
        "calibration.b.seeds",
        only=MNIST,
    ),
    "calibrated_b": Claim(
        "После подбора температуры ошибка калибровки сети B мала.",
        lambda n: n["calibration.b.after.error.mean"],
        "calibration.b.seeds",
        only=MNIST,
    ),
    "mcnemar_a_b": Claim(
        "Разность между сетями A и B не объясняется случайностью выборки: наибольшее p точного критерия Макнемара по"
        " парам запусков.",
        lambda n: n["paired_test.largest_p"],
        "paired_test.seeds",
        only=MNIST,
    ),
    "rejection_pays": Claim(
        "Если отдать человеку двадцатую часть изображений, ошибок среди остальных у сети A меньше в разы: во сколько"
        " раз.",
        lambda n: n["rejection.a.ratio.mean"],
        "rejection.a.seeds",
        only=MNIST,
    ),
    "small_shift_forgiven": Claim(
        "Сдвиг на один пиксель свёрточные сети прощают: наибольшее по этим сетям падение доли верных ответов.",
        lambda n: n["robustness.small_shift"],
        "robustness.small_shift_seeds",
        only=MNIST,
    ),
    "large_shift_not_forgiven": Claim(
        "Сдвиг на пять пикселей сети не прощают: наименьшее по сетям падение доли верных ответов.",
        lambda n: n["robustness.large_shift"],
        "robustness.large_shift_seeds",
        only=MNIST,
    ),
    "mistakes_are_shared": Claim(
        "Ошибки разных запусков и сетей зависимы: во сколько раз чаще ошибаются все сразу, чем при независимых"
        " ошибках.",
        lambda n: n["label_errors.ratio"],
        "label_errors.trainings",
        only=MNIST,
    ),
    "mlp_worse_than_a": Claim(
        "При том же числе параметров и том же рецепте перцептрон хуже свёрточной сети A: разность средних долей верных"
        " ответов.",
        lambda n: n["network_a.test_accuracy.mean"] - n["network_mlp.test_accuracy.mean"],
        "network_mlp.seeds",
        only=MNIST,
    ),
    "logistic_worse_than_mlp": Claim(
        "Логистическая регрессия хуже перцептрона со скрытыми слоями: разность средних долей верных ответов.",
        lambda n: n["network_mlp.test_accuracy.mean"] - n["network_logistic.test_accuracy.mean"],
        "network_logistic.seeds",
        only=MNIST,
    ),
    "modern_accuracy": Claim(
        "Доля верных ответов современной сети с нормализацией и аугментацией, среднее по запускам.",
        lambda n: n["network_modern.test_accuracy.mean"],
        "network_modern.seeds",
        only=MNIST,
    ),
    "modern_better_than_a": Claim(
        "Современная сеть, у которой параметров не больше 60 000, лучше сети A: разность средних долей верных ответов.",
        lambda n: n["network_modern.test_accuracy.mean"] - n["network_a.test_accuracy.mean"],
        "network_modern.seeds",
        only=MNIST,
    ),
}
