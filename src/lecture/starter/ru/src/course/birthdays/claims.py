"""Что должно быть верно о числах; пороги — в config/lecture.yaml."""

from lecture.studies.claims import Claim

CLAIMS = {
    "half_is_small": Claim(
        "Чтобы общий день рождения стал вероятнее, чем нет, хватает небольшой группы: число человек.",
        lambda n: n["shared_birthday.half"],
    ),
}
