"""Claims of the chapter on learning from few examples."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "augmentation_helps": Claim(
        "На самой маленькой обучающей выборке аугментация повышает долю верных ответов сети A: средний прирост.",
        lambda n: n["augmentation.few.gain.mean"],
        "augmentation.seeds",
        only=MNIST,
    ),
    "augmentation_gain_shrinks": Claim(
        "На самой большой из выборок аугментация даёт меньше, чем на самой маленькой: разность приростов.",
        lambda n: n["augmentation.few.gain.mean"] - n["augmentation.many.gain.mean"],
        "augmentation.seeds",
        only=MNIST,
    ),
    "flip_harms": Claim(
        "Отражение вредит распознаванию цифр: на сколько падает доля верных ответов сети A.",
        lambda n: n["augmentation.flip.loss.mean"],
        "augmentation.seeds",
        only=MNIST,
    ),
    "flip_harms_asymmetric": Claim(
        "От отражения больше теряют несимметричные цифры, чем 0, 1 и 8: разность потерь доли верных ответов.",
        lambda n: n["augmentation.flip.other_loss_excess.mean"],
        "augmentation.seeds",
        only=MNIST,
    ),
    "pretrained_cat": Claim(
        "На фотографии кошки предобученная сеть видит домашнюю кошку: сумма вероятностей домашних кошек среди"
        " пяти первых ответов.",
        lambda n: n["pretrained.cat.cats"],
    ),
    "pretrained_coffee": Claim(
        "На фотографии чашки кофе предобученная сеть видит эспрессо: вероятность этого класса.",
        lambda n: n["pretrained.coffee.espresso"],
    ),
    "faces_frozen_helps": Claim(
        "При наименьшем числе фотографий замороженная предобученная база лучше обучения с нуля: разность долей верных"
        " ответов.",
        lambda n: n["face_transfer.few.frozen_gain.mean"],
        "face_transfer.seeds",
    ),
    "faces_tuned_like_frozen": Claim(
        "Дообучение последнего блока на наибольшем числе фотографий не отличить от замороженной базы: модуль разности"
        " долей верных ответов.",
        lambda n: abs(n["face_transfer.many.fine_tuned_over_frozen.mean"]),
        "face_transfer.seeds",
    ),
    "digits_transfer_helps": Claim(
        "На второй по малости выборке свёртки, обученные на цифрах 0–4, помогают читать 5–9: разность долей"
        " верных ответов замороженной базы и обучения с нуля.",
        lambda n: n["digit_transfer.more.frozen_gain.mean"],
        "digit_transfer.seeds",
        only=MNIST,
    ),
    "digits_transfer_stays": Claim(
        "И при наибольшем числе примеров дообученная сеть лучше обученной с нуля за то же число шагов: разность долей"
        " верных ответов.",
        lambda n: n["digit_transfer.many.fine_tuned_gain.mean"],
        "digit_transfer.seeds",
        only=MNIST,
    ),
    "digits_tuning_no_worse": Claim(
        "Дообучение не хуже замороженной базы, с которой оно начинается: разность долей верных ответов при наибольшем"
        " числе примеров.",
        lambda n: n["digit_transfer.many.fine_tuned_over_frozen.mean"],
        "digit_transfer.seeds",
        only=MNIST,
    ),
}
