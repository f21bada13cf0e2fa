"""Claims of the chapter on convolution in one dimension."""

from lecture.studies.claims import Claim

CLAIMS = {
    "sequences_mlp": Claim(
        "На MNIST-1D одномерная CNN лучше MLP почти с тем же числом параметров: средняя разность долей верных ответов.",
        lambda n: n["sequences.cnn_1d_over_mlp.mean"],
        "sequences.seeds",
    ),
    "sequences_gru": Claim(
        "На MNIST-1D одномерная CNN почти не уступает GRU: средняя разность долей верных ответов.",
        lambda n: n["sequences.cnn_1d_over_gru.mean"],
        "sequences.seeds",
    ),
    "sequences_time": Claim(
        "Обучение GRU занимает больше времени процессора, чем обучение одномерной CNN за то же число эпох: во сколько"
        " раз.",
        lambda n: n["sequences.gru_to_cnn_1d.mean"],
        "sequences.seeds",
    ),
    "sequences_order": Claim(
        "Если шаги всех последовательностей переставить одинаково, одномерная CNN теряет: средняя разность долей"
        " верных ответов.",
        lambda n: n["sequences.order.mean"],
        "sequences.seeds",
    ),
    "shifted_mlp": Claim(
        "Сеть MLP не узнаёт образец вдали от места, где его выучил: потеря доли верных ответов.",
        lambda n: n["shifted_patterns.mlp.loss.mean"],
        "shifted_patterns.seeds",
    ),
    "shifted_places": Claim(
        "Одномерная CNN с весами для каждого места карт тоже не узнаёт сдвинутый образец: потеря доли верных ответов.",
        lambda n: n["shifted_patterns.cnn_1d_with_places.loss.mean"],
        "shifted_patterns.seeds",
    ),
    "shifted_cnn": Claim(
        "Одномерная CNN без субдискретизации, с максимумом по времени, узнаёт образец в любом месте: потеря доли"
        " верных ответов.",
        lambda n: n["shifted_patterns.cnn_1d_without_pooling.loss.mean"],
        "shifted_patterns.seeds",
    ),
    "shifted_stride": Claim(
        "Одномерная CNN с субдискретизацией лучше узнаёт образец, сдвинутый на целое число её общих шагов:"
        " разность долей верных ответов.",
        lambda n: n["shifted_patterns.cnn_1d.on_stride.mean"] - n["shifted_patterns.cnn_1d.off_stride.mean"],
        "shifted_patterns.seeds",
    ),
    "words_letters": Claim(
        "Окно в пять букв определяет язык слова лучше, чем счёт букв: средняя разность долей верных ответов.",
        lambda n: n["languages.window_over_letters.mean"],
        "languages.seeds",
    ),
    "words_trigrams": Claim(
        "Окно в пять букв не лучше, чем счёт троек букв (запас — один процентный пункт): средняя разность долей"
        " верных ответов.",
        lambda n: n["languages.window_over_trigrams.mean"],
        "languages.seeds",
    ),
}
