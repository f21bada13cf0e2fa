"""Claims of the chapter on vision: the map of V1, simple and complex cells. No chance is in them."""

from lecture.studies.claims import Claim

CLAIMS = {
    "log_polar_turn": Claim(
        "Поворот вокруг центра взгляда становится на карте сдвигом: доля изменения, которую сдвиг не объясняет.",
        lambda n: n["log_polar.turn"],
    ),
    "log_polar_zoom": Claim(
        "Увеличение от центра взгляда становится на карте сдвигом: доля изменения, которую сдвиг не объясняет.",
        lambda n: n["log_polar.zoom"],
    ),
    "half_map_small_field": Claim(
        "Половина карты в зоне V1 обслуживает около 2\N{NO-BREAK SPACE}% поля зрения: доля его площади.",
        lambda n: n["cortical_map.half_share"],
    ),
    "complex_place": Claim(
        "Ответ сложной клетки меньше зависит от места полоски, чем ответ простой: отношение коэффициентов вариации.",
        lambda n: n["complex_cell.complex.variation"] / n["complex_cell.simple.variation"],
    ),
    "complex_field": Claim(
        "Рецептивное поле сложной клетки шире, чем поле простой: отношение ширин на половине высоты.",
        lambda n: n["complex_cell.complex.field"] / n["complex_cell.simple.field"],
    ),
    "complex_tuning": Claim(
        "Сложная клетка так же избирательна к наклону, как простая: отношение полуширин кривых настройки.",
        lambda n: n["complex_cell.complex.half_width_deg"] / n["complex_cell.simple.half_width_deg"],
    ),
}
