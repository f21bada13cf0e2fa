"""Claims of the chapter on what is inside: where a network looks, and how it arranges digits."""

from cnn_lecture.claims.checking import Claim

MAPS = ("class_activation.seeds", ("class_activation",))
POINTING = ("pointing.seeds", ("pointing",))
POINTS = ("embeddings.seeds", ("embeddings",))

CLAIMS: dict[str, Claim] = {
    "cam_is_grad_cam": Claim(
        "У современной сети Grad-CAM, умноженный на число мест, равен положительной части CAM: наибольшая разность"
        " в единицах наибольшего значения.",
        lambda n: n["class_activation.difference"],
        *MAPS,
    ),
    "cam_like_hiding": Claim(
        "Карта CAM современной сети согласуется с закрыванием: средняя корреляция карт по тестовым цифрам.",
        lambda n: n["class_activation.agreement.modern.mean"],
        *MAPS,
    ),
    "grad_cam_not_like_hiding": Claim(
        "Карта Grad-CAM последнего свёрточного слоя сети A с закрыванием не согласуется: средняя корреляция карт по"
        " тестовым цифрам.",
        lambda n: n["class_activation.agreement.last.mean"],
        *MAPS,
    ),
    "each_place_like_hiding": Claim(
        "Без усреднения градиента карта первого слоя сети A согласуется с закрыванием: средняя корреляция по тестовым"
        " цифрам.",
        lambda n: n["class_activation.agreement.each_place.mean"],
        *MAPS,
    ),
    "collage_cat": Claim(
        "На коллаже карта класса «Egyptian cat» лежит на кошке: доля левой половины.",
        lambda n: n["class_activation.collage.gradient.cat"],
        None,
        ("class_activation",),
    ),
    "collage_espresso": Claim(
        "На коллаже карта класса «espresso» лежит на чашке: доля правой половины.",
        lambda n: n["class_activation.collage.gradient.espresso"],
        None,
        ("class_activation",),
    ),
    "collage_hidden": Claim(
        "Закрывание находит на коллаже те же половины: меньшая из двух долей.",
        lambda n: min(n["class_activation.collage.hidden.cat"], n["class_activation.collage.hidden.espresso"]),
        None,
        ("class_activation",),
    ),
    "rocket_towers": Claim(
        "На снимке ракеты карта класса «missile» лежит в середине, а карта класса «drilling platform» — и по краям:"
        " разность долей середины.",
        lambda n: n["class_activation.rocket.middle.second"] - n["class_activation.rocket.middle.first"],
        None,
        ("class_activation",),
    ),
    "pointing_trained": Claim(
        "Максимум карты обученной сети попадает на цифру: доля холстов с одной цифрой.",
        lambda n: n["pointing.one.trained.share"],
        *POINTING,
    ),
    "pointing_random": Claim(
        "И сети со случайными весами указывают на цифру чаще, чем наугад: отношение долей на холстах с одной цифрой.",
        lambda n: n["pointing.one.random.share"] / n["pointing.one.chance"],
        "pointing.random_networks",
        ("pointing",),
    ),
    "pointing_which": Claim(
        "Если на холсте две цифры и максимум карты обученной сети попал на одну из них, то на названную: доля.",
        lambda n: n["pointing.two.trained.which"],
        *POINTING,
    ),
    "pointing_which_random": Claim(
        "Случайные сети названную цифру от другой не отличают: доля названной среди попаданий на любую из двух.",
        lambda n: n["pointing.two.random.which"],
        "pointing.random_networks",
        ("pointing",),
    ),
    "layer_neighbours": Claim(
        "В скрытом слое сети A соседи чаще одного класса, чем среди пикселей: разность долей верных ответов по"
        " ближайшим соседям.",
        lambda n: n["embeddings.nearest.layer"] - n["embeddings.nearest.pixels"],
        *POINTS,
    ),
    "tsne_neighbours": Claim(
        "На картинке t-SNE соседи почти те же: на сколько доля верных ответов по соседям меньше, чем в самом слое.",
        lambda n: n["embeddings.nearest.layer"] - n["embeddings.nearest.tsne"],
        *POINTS,
    ),
    "pca_neighbours": Claim(
        "На картинке PCA классы перемешаны сильнее, чем на картинке t-SNE: разность долей верных ответов по соседям.",
        lambda n: n["embeddings.nearest.tsne"] - n["embeddings.nearest.pca"],
        *POINTS,
    ),
    "mistakes_between_islands": Claim(
        "Ошибки сети A стоят среди чужих: на сколько доля своего класса среди соседей на картинке t-SNE у верно"
        " узнанных цифр больше, чем у неверно узнанных.",
        lambda n: n["embeddings.own.right"] - n["embeddings.own.wrong"],
        *POINTS,
    ),
    "tsne_distances": Claim(
        "Расстояния между точками PCA передаёт лучше, чем t-SNE: разность ранговых корреляций с расстояниями в слое.",
        lambda n: n["embeddings.distances.pca"] - n["embeddings.distances.tsne"],
        *POINTS,
    ),
}
