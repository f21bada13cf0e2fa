"""Claims on the traps between PyTorch and Keras."""

from lecture.studies.claims import Claim

# What is true of the digits need not be true of other images.
MNIST = {"data": "MNIST"}

CLAIMS = {
    "trap_initial": Claim(
        "Начальные веса первой свёртки в PyTorch размашистее, чем в Keras: во сколько раз наибольший вес больше.",
        lambda n: n["framework_traps.initial.ratio"],
        "framework_traps.initial.seeds",
    ),
    "trap_adam": Claim(
        "При малом градиенте первый шаг Adam с умолчаниями PyTorch длиннее, чем с умолчаниями Keras: во сколько раз.",
        lambda n: n["framework_traps.adam.ratio"],
    ),
    "trap_batch_norm": Claim(
        "С одним и тем же импульсом пакетная нормализация в PyTorch и в Keras помнит разное: отношение средних после"
        " одного пакета.",
        lambda n: n["framework_traps.batch_norm.ratio"],
    ),
    "trap_softmax": Claim(
        "Если по ошибке дать функции потерь PyTorch вероятности вместо логитов, потеря не опустится до нуля: её"
        " наименьшее значение.",
        lambda n: n["framework_traps.softmax"],
    ),
    "trap_same": Claim(
        "При шаге 2 дополнение «same» в Keras несимметрично: насколько нулей справа больше, чем слева.",
        lambda n: n["framework_traps.same.right"] - n["framework_traps.same.left"],
    ),
    "trap_flatten": Claim(
        "Без перестановки строк после вытягивания Keras даёт другие ответы: доля совпавших.",
        lambda n: n["keras.unordered_agreement"],
        "network_b.seeds",
        only=MNIST,
    ),
}
