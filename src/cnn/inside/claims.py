"""Claims of the chapter on what is inside: layers, inputs that excite or deceive a network, where it looks."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "kernels_slope": Claim(
        "В ядрах первого слоя обученной сети A перепад от светлого к тёмному занимает больше, чем в случайных: средняя"
        " доля дисперсии, которую объясняет плоскость, делённая на долю в случайном ядре.",
        lambda n: n["filters.slope.gain.mean"],
        "filters.seeds",
        only=MNIST,
    ),
    "second_layer_less_slope": Claim(
        "В ядрах второго слоя сети A перепада меньше, чем в ядрах первого: разность средних долей дисперсии.",
        lambda n: n["filters.slope.first_over_second.mean"],
        "filters.seeds",
        only=MNIST,
    ),
    "start_remembered": Claim(
        "Обученные ядра первого слоя сети A помнят случайное начало: средний косинус угла между ядром до и после"
        " обучения, средние по ядру вычтены.",
        lambda n: n["filters.start_cosine.mean"],
        "filters.seeds",
        only=MNIST,
    ),
    "change_is_slope": Claim(
        "То, что обучение прибавило к ядрам первого слоя сети A, — перепад от светлого к тёмному: доля дисперсии"
        " изменения, которую объясняет плоскость.",
        lambda n: n["filters.slope.change.mean"],
        "filters.seeds",
        only=MNIST,
    ),
    "kernels_early": Claim(
        "Ядра меняются сначала быстро, потом медленно: доля первой эпохи, за которую они уходят от начала на половину"
        " того расстояния, на которое уйдут к её концу.",
        lambda n: n["filter_growth.half"],
        "filter_growth.seeds",
        only=MNIST,
    ),
    "zeros_grow_a": Claim(
        "В сети A доля нулей за ReLU в скрытом полносвязном слое больше, чем в первом свёрточном: разность долей.",
        lambda n: n["layer_information.zeros.a.growth.mean"],
        "layer_information.zeros.a.seeds",
        only=MNIST,
    ),
    "zeros_peak_b": Claim(
        "В сети B доля нулей за ReLU с глубиной растёт не всегда: во втором свёрточном слое она больше, чем в скрытом"
        " полносвязном, разность долей.",
        lambda n: n["layer_information.zeros.b.fall.mean"],
        "layer_information.zeros.b.seeds",
        only=MNIST,
    ),
    "class_emerges": Claim(
        "За двумя свёрточными блоками сети A класс читается линейно лучше, чем по пикселям: разность долей верных"
        " ответов.",
        lambda n: n["layer_information.differences.class_emerges.mean"],
        "layer_information.seeds",
        only=MNIST,
    ),
    "class_needs_training": Claim(
        "В скрытом слое обученной сети A класс читается линейно лучше, чем в скрытом слое такой же необученной:"
        " разность долей верных ответов.",
        lambda n: n["layer_information.differences.class_over_random.mean"],
        "layer_information.seeds",
        only=MNIST,
    ),
    "image_kept_first": Claim(
        "За первым блоком сети A изображение почти цело: доля дисперсии пикселей, которую восстанавливает линейная"
        " проба.",
        lambda n: n["layer_information.trained.relu1.explained.mean"],
        "layer_information.seeds",
        only=MNIST,
    ),
    "image_fades": Claim(
        "От первого блока до скрытого слоя сети A изображение теряется: на сколько падает восстановленная доля"
        " дисперсии пикселей.",
        lambda n: n["layer_information.differences.image_fades.mean"],
        "layer_information.seeds",
        only=MNIST,
    ),
    "image_as_untrained": Claim(
        "Изображение скрытый слой обученной сети A хранит не лучше и не хуже, чем необученной: модуль разности"
        " восстановленных долей дисперсии.",
        lambda n: abs(n["layer_information.differences.image_over_random.mean"]),
        "layer_information.seeds",
        only=MNIST,
    ),
    "channels_excited": Claim(
        "Найденные изображения возбуждают каналы предобученной сети сильнее, чем любой из кусков фотографий: доля"
        " таких каналов.",
        lambda n: n["excited_channels.share"],
        "excited_channels.seeds",
    ),
    "naive_is_noise": Claim(
        "В наивно найденном изображении быстрых волн больше, чем в сложенном из волн и независимых цветов: отношение"
        " их долей в мощности.",
        lambda n: n["excited_channels.naive.fast"] / n["excited_channels.colours.fast"],
        "excited_channels.seeds",
    ),
    "naive_is_fragile": Claim(
        "От сдвига на три пикселя наивно найденное изображение теряет больше возбуждения, чем найденное с движениями:"
        " разность сохранённых долей.",
        lambda n: n["excited_channels.moved.kept"] - n["excited_channels.naive.kept"],
        "excited_channels.seeds",
    ),
    "first_layer_known": Claim(
        "Для нейронов первой свёртки градиентный подъём находит известный точный ответ: наименьшая достигнутая доля"
        " максимума.",
        lambda n: n["excited_digits.first_layer"],
        "excited_digits.seeds",
    ),
    "classes_excited": Claim(
        "Изображения, найденные подъёмом по пикселям, дают логит выше, чем любая тестовая цифра: доля классов,"
        " наименьшая для двух сетей.",
        lambda n: min(n["excited_digits.a.naive.higher"], n["excited_digits.b.naive.higher"]),
        "excited_digits.seeds",
        only=MNIST,
    ),
    "classes_readable": Claim(
        "Изображения, найденные с движениями и штрафами, верно читает и другая сеть: доля верных ответов, наименьшая"
        " для двух сетей.",
        lambda n: min(n["excited_digits.a.sparing.other_right"], n["excited_digits.b.sparing.other_right"]),
        "excited_digits.seeds",
        only=MNIST,
    ),
    "attack_over_noise": Claim(
        "Шаг по знаку градиента отнимает у сети A больше верных ответов, чем случайные знаки той же силы: разность"
        " долей верных ответов.",
        lambda n: n["adversarial.a.strong.excess.mean"],
        "adversarial.a.seeds",
        only=MNIST,
    ),
    "noise_forgiven": Claim(
        "Случайные изменения той же силы сети A почти не мешают: насколько упала доля верных ответов.",
        lambda n: n["adversarial.a.clean.mean"] - n["adversarial.a.strong.noisy.mean"],
        "adversarial.a.seeds",
        only=MNIST,
    ),
    "mlp_more_fragile": Claim(
        "Атака слабой силы оставляет сети A больше верных ответов, чем перцептрону: разность долей.",
        lambda n: n["adversarial.a.weak.attacked.mean"] - n["adversarial.mlp.weak.attacked.mean"],
        "adversarial.mlp.seeds",
        only=MNIST,
    ),
    "attack_transfers": Claim(
        "Изображения, изменённые против сети A, отнимают верные ответы и у сети B: насколько больше, чем случайные"
        " знаки той же силы.",
        lambda n: n["adversarial.transfer.noisy"] - n["adversarial.transfer.attacked"],
        "adversarial.transfer.seeds",
        only=MNIST,
    ),
    "cam_is_grad_cam": Claim(
        "У современной сети Grad-CAM, умноженный на число мест, равен положительной части CAM: наибольшая разность"
        " в единицах наибольшего значения.",
        lambda n: n["class_activation.difference"],
        "class_activation.seeds",
    ),
    "cam_like_hiding": Claim(
        "Карта CAM современной сети согласуется с закрыванием: средняя корреляция карт по тестовым цифрам.",
        lambda n: n["class_activation.agreement.modern.mean"],
        "class_activation.seeds",
        only=MNIST,
    ),
    "grad_cam_not_like_hiding": Claim(
        "Карта Grad-CAM последнего свёрточного слоя сети A с закрыванием не согласуется: средняя корреляция карт по"
        " тестовым цифрам.",
        lambda n: n["class_activation.agreement.last.mean"],
        "class_activation.seeds",
        only=MNIST,
    ),
    "each_place_like_hiding": Claim(
        "Без усреднения градиента карта первого слоя сети A согласуется с закрыванием: средняя корреляция по тестовым"
        " цифрам.",
        lambda n: n["class_activation.agreement.each_place.mean"],
        "class_activation.seeds",
        only=MNIST,
    ),
    "collage_cat": Claim(
        "На коллаже карта класса «Egyptian cat» лежит на кошке: доля левой половины.",
        lambda n: n["class_activation.collage.gradient.cat"],
    ),
    "collage_espresso": Claim(
        "На коллаже карта класса «espresso» лежит на чашке: доля правой половины.",
        lambda n: n["class_activation.collage.gradient.espresso"],
    ),
    "collage_hidden": Claim(
        "Закрывание находит на коллаже те же половины: меньшая из двух долей.",
        lambda n: min(n["class_activation.collage.hidden.cat"], n["class_activation.collage.hidden.espresso"]),
    ),
    "rocket_towers": Claim(
        "На снимке ракеты карта класса «missile» лежит в середине, а карта класса «drilling platform» — и по краям:"
        " разность долей середины.",
        lambda n: n["class_activation.rocket.middle.second"] - n["class_activation.rocket.middle.first"],
    ),
    "pointing_trained": Claim(
        "Максимум карты обученной сети попадает на цифру: доля холстов с одной цифрой.",
        lambda n: n["pointing.one.trained.share"],
        "pointing.seeds",
        only=MNIST,
    ),
    "pointing_random": Claim(
        "И сети со случайными весами указывают на цифру чаще, чем наугад: отношение долей на холстах с одной цифрой.",
        lambda n: n["pointing.one.random.share"] / n["pointing.one.chance"],
        "pointing.random_networks",
        only=MNIST,
    ),
    "pointing_which": Claim(
        "Если на холсте две цифры и максимум карты обученной сети попал на одну из них, то на названную: доля.",
        lambda n: n["pointing.two.trained.which"],
        "pointing.seeds",
        only=MNIST,
    ),
    "pointing_which_random": Claim(
        "Случайные сети названную цифру от другой не отличают: доля названной среди попаданий на любую из двух.",
        lambda n: n["pointing.two.random.which"],
        "pointing.random_networks",
        only=MNIST,
    ),
    "layer_neighbours": Claim(
        "В скрытом слое сети A соседи чаще одного класса, чем среди пикселей: разность долей верных ответов по"
        " ближайшим соседям.",
        lambda n: n["embeddings.nearest.layer"] - n["embeddings.nearest.pixels"],
        "embeddings.seeds",
        only=MNIST,
    ),
    "tsne_neighbours": Claim(
        "На картинке t-SNE соседи почти те же: на сколько доля верных ответов по соседям меньше, чем в самом слое.",
        lambda n: n["embeddings.nearest.layer"] - n["embeddings.nearest.tsne"],
        "embeddings.seeds",
        only=MNIST,
    ),
    "pca_neighbours": Claim(
        "На картинке PCA классы перемешаны сильнее, чем на картинке t-SNE: разность долей верных ответов по соседям.",
        lambda n: n["embeddings.nearest.tsne"] - n["embeddings.nearest.pca"],
        "embeddings.seeds",
        only=MNIST,
    ),
    "mistakes_between_islands": Claim(
        "Ошибки сети A стоят среди чужих: на сколько доля своего класса среди соседей на картинке t-SNE у верно"
        " узнанных цифр больше, чем у неверно узнанных.",
        lambda n: n["embeddings.own.right"] - n["embeddings.own.wrong"],
        "embeddings.seeds",
        only=MNIST,
    ),
    "tsne_distances": Claim(
        "Расстояния между точками PCA передаёт лучше, чем t-SNE: разность ранговых корреляций с расстояниями в слое.",
        lambda n: n["embeddings.distances.pca"] - n["embeddings.distances.tsne"],
        "embeddings.seeds",
        only=MNIST,
    ),
}
