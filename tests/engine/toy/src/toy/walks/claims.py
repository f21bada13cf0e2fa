"""Claims of the chapter on random walks."""

from lecture.studies.claims import Claim

CLAIMS = {
    "square_root_law": Claim(
        "The distance of a random walk grows as the square root of the number of steps: the exponent.",
        lambda n: n["random_walk.exponent.mean"],
        "random_walk.seeds",
    ),
}
