"""Facts that the lecture takes from publications and cannot compute: each with the key of its source beside it.

The keys are those of `config/references.bib`. What is written for the reader is in Russian.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A number from a publication."""

    value: float
    source: str


@dataclass(frozen=True)
class Area:
    """A station of the visual pathway, what it does in a few words (two lines in a drawing), and who says so."""

    name: str
    role: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Fibres from one station to another.

    Attributes:
        kind: "forward" to the next station, "bypass" over some of them, "feedback" towards the eye.
    """

    start: str
    end: str
    kind: str
    source: str


@dataclass(frozen=True)
class Milestone:
    """A step from the study of vision to convolutional networks.

    Attributes:
        field: "vision" or "networks".
        error: share of errors on the test set of `data`; None where nothing of the kind was measured.
    """

    year: int
    name: str
    people: str
    step: str
    field: str
    source: str
    error: float | None = None
    data: str = ""


AREAS = (
    Area("сетчатка", "свет →\nимпульсы", ("curcio1990",)),
    Area("ЛКТ", "узел\nв таламусе", ("felleman1991",)),
    Area("V1", "края\nи полоски", ("hubel1962", "hubel1968")),
    Area("V2", "обобщение,\nдва глаза", ("felleman1991", "cumming2001")),
    Area("V3", "цвет, текстура,\nгруппировка", ("felleman1987",)),
    Area("V4", "формы, контуры,\nвнимание", ("pasupathy2020",)),
    Area("V5", "движение: куда\nи как быстро", ("born2005",)),
    Area("V6", "вся сцена,\nсвоё движение", ("pitzalis2010",)),
    Area("V7", "сложные\nобъекты, лица", ("kanwisher1997",)),
)

LINKS = (
    Link("сетчатка", "ЛКТ", "forward", "felleman1991"),
    Link("ЛКТ", "V1", "forward", "felleman1991"),
    Link("V1", "V2", "forward", "felleman1991"),
    Link("V2", "V3", "forward", "felleman1991"),
    Link("V2", "V4", "forward", "felleman1991"),
    Link("V3", "V4", "forward", "felleman1991"),
    Link("V4", "V7", "forward", "felleman1991"),
    Link("V2", "V5", "forward", "felleman1991"),
    Link("V5", "V6", "forward", "pitzalis2010"),
    Link("V1", "V5", "bypass", "born2005"),
    Link("V4", "V2", "feedback", "buffalo2010"),
    Link("V4", "V1", "feedback", "buffalo2010"),
    Link("V1", "ЛКТ", "feedback", "callaway1998"),
)

# Fibres of one optic nerve: about a million; between persons from 0.7 to 1.5 million ganglion cells.
GANGLION_CELLS = {"least": Fact(0.7e6, "curcio1990"), "most": Fact(1.5e6, "curcio1990")}

# Linear magnification of the human V1 at the eccentricity E: M = scale / (E + offset), in millimetres a degree.
MAGNIFICATION = {"scale_mm": Fact(17.3, "horton1991"), "offset_deg": Fact(0.75, "horton1991")}

# Share of V1 that serves the circle around the gaze: on Holmes's map of the human V1, and in macaques.
CENTRAL_SHARE = {
    "radius_deg": Fact(15, "horton1991"),
    "classic": Fact(0.25, "horton1991"),
    "macaque": Fact(0.70, "horton1991"),
}

# Orientation tuning of cells of the macaque's V1: full width at half of the greatest response, median over cells.
TUNING_WIDTH_DEG = Fact(40, "devalois1982")

MILESTONES = (
    Milestone(
        1959,
        "Клетки, избирательные к наклону",
        "Хьюбел, Визель",
        "зрительная кора кошки отвечает на полоски, а не на ровный свет",
        "vision",
        "hubel1959",
    ),
    Milestone(
        1962,
        "Простые и сложные клетки",
        "Хьюбел, Визель",
        "сложная клетка собирает ответы простых",
        "vision",
        "hubel1962",
    ),
    Milestone(
        1968,
        "То же у обезьяны",
        "Хьюбел, Визель",
        "столбцы клеток с одинаковым наклоном",
        "vision",
        "hubel1968",
    ),
    Milestone(
        1980,
        "Неокогнитрон",
        "Фукусима",
        "слои простых и сложных клеток, обучение без учителя",
        "networks",
        "fukushima1980",
    ),
    Milestone(
        1989,
        "LeNet",
        "ЛеКун и др.",
        "свёртки обучены обратным распространением",
        "networks",
        "lecun1989",
        0.05,
        "почтовые индексы",
    ),
    Milestone(
        1998,
        "LeNet-5",
        "ЛеКун и др.",
        "свёртки, субдискретизация, полносвязные слои",
        "networks",
        "lecun1998",
        0.0095,
        "MNIST",
    ),
    Milestone(
        2012,
        "AlexNet",
        "Крижевский и др.",
        "миллион фотографий, видеокарты, ReLU",
        "networks",
        "krizhevsky2012",
        0.153,
        "ImageNet, топ-5",
    ),
    Milestone(
        2015,
        "ResNet",
        "Хэ и др.",
        "обходные связи, до 152 слоёв",
        "networks",
        "he2016",
        0.0357,
        "ImageNet, топ-5",
    ),
)

# Share of wrong answers, top-5, of the second best entry of 2012, which was no deep network.
SECOND_IN_2012 = Fact(0.262, "russakovsky2015")
