"""Claims of the chapter on what is inside: what the layers hold and keep."""

from cnn_lecture.claims.checking import Claim

CLAIMS: dict[str, Claim] = {
    "kernels_slope": Claim(
        "В ядрах первого слоя обученной сети A перепад от светлого к тёмному занимает больше, чем в случайных: средняя"
        " доля дисперсии, которую объясняет плоскость, делённая на долю в случайном ядре.",
        lambda n: n["filters.slope.gain.mean"],
        "filters.seeds",
        ("filters",),
    ),
    "second_layer_less_slope": Claim(
        "В ядрах второго слоя сети A перепада меньше, чем в ядрах первого: разность средних долей дисперсии.",
        lambda n: n["filters.slope.first_over_second.mean"],
        "filters.seeds",
        ("filters",),
    ),
    "start_remembered": Claim(
        "Обученные ядра первого слоя сети A помнят случайное начало: средний косинус угла между ядром до и после"
        " обучения, средние по ядру вычтены.",
        lambda n: n["filters.start_cosine.mean"],
        "filters.seeds",
        ("filters",),
    ),
    "change_is_slope": Claim(
        "То, что обучение прибавило к ядрам первого слоя сети A, — перепад от светлого к тёмному: доля дисперсии"
        " изменения, которую объясняет плоскость.",
        lambda n: n["filters.slope.change.mean"],
        "filters.seeds",
        ("filters",),
    ),
    "kernels_early": Claim(
        "Ядра меняются сначала быстро, потом медленно: доля первой эпохи, за которую они уходят от начала на половину"
        " того расстояния, на которое уйдут к её концу.",
        lambda n: n["filter_growth.half"],
        "filter_growth.seeds",
        ("filter_growth",),
    ),
    "zeros_grow_a": Claim(
        "В сети A доля нулей за ReLU в скрытом полносвязном слое больше, чем в первом свёрточном: разность долей.",
        lambda n: n["layer_information.zeros.a.growth.mean"],
        "layer_information.zeros.a.seeds",
        ("layer_information",),
    ),
    "zeros_peak_b": Claim(
        "В сети B доля нулей за ReLU с глубиной растёт не всегда: во втором свёрточном слое она больше, чем в скрытом"
        " полносвязном, разность долей.",
        lambda n: n["layer_information.zeros.b.fall.mean"],
        "layer_information.zeros.b.seeds",
        ("layer_information",),
    ),
    "class_emerges": Claim(
        "За двумя свёрточными блоками сети A класс читается линейно лучше, чем по пикселям: разность долей верных"
        " ответов.",
        lambda n: n["layer_information.differences.class_emerges.mean"],
        "layer_information.seeds",
        ("layer_information",),
    ),
    "class_needs_training": Claim(
        "В скрытом слое обученной сети A класс читается линейно лучше, чем в скрытом слое такой же необученной:"
        " разность долей верных ответов.",
        lambda n: n["layer_information.differences.class_over_random.mean"],
        "layer_information.seeds",
        ("layer_information",),
    ),
    "image_kept_first": Claim(
        "За первым блоком сети A изображение почти цело: доля дисперсии пикселей, которую восстанавливает линейная"
        " проба.",
        lambda n: n["layer_information.trained.relu1.explained.mean"],
        "layer_information.seeds",
        ("layer_information",),
    ),
    "image_fades": Claim(
        "От первого блока до скрытого слоя сети A изображение теряется: на сколько падает восстановленная доля"
        " дисперсии пикселей.",
        lambda n: n["layer_information.differences.image_fades.mean"],
        "layer_information.seeds",
        ("layer_information",),
    ),
    "image_as_untrained": Claim(
        "Изображение скрытый слой обученной сети A хранит не лучше и не хуже, чем необученной: модуль разности"
        " восстановленных долей дисперсии.",
        lambda n: abs(n["layer_information.differences.image_over_random.mean"]),
        "layer_information.seeds",
        ("layer_information",),
    ),
}
