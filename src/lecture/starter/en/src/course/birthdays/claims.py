"""What must be true of the numbers; the thresholds are in config/lecture.yaml."""

from lecture.studies.claims import Claim

CLAIMS = {
    "half_is_small": Claim(
        "A small group is enough for a shared birthday to be more likely than not: the number of people.",
        lambda n: n["shared_birthday.half"],
    ),
}
