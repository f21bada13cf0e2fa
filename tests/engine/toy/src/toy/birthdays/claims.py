"""Claims of the chapter on birthdays."""

from lecture.studies.claims import Claim

CLAIMS = {
    "half_is_small": Claim(
        "A group where a shared birthday is more likely than not is small beside the number of days: its share.",
        lambda n: n["shared_birthday.half"] / n["shared_birthday.days"],
        only={"planet": "Earth"},
    ),
}
