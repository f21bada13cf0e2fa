"""The toy's results without its pages, which need most of the time and are not kept."""

RESULTS = (
    "results/notebooks/01-birthdays.ipynb",
    "results/notebooks/02-walks.ipynb",
    "results/claims.json",
    "figures/random_walk.svg",
    "figures/shared_birthday.svg",
)
PUBLICATION = sorted(
    [
        "lecture",
        "document",
        "page index.html",
        "page lecture.pdf",
        "slides slides.html",
        "book lecture.epub",
        "site",
        "excerpts",
        "portable_notebooks",
        "publish",
        "all",
    ]
)
FIGURES = ["figure random_walk", "figure shared_birthday"]


def bytes_of(lecture) -> dict[str, bytes]:
    """The files of all results and figures, by path."""
    folders = ("results/experiments", "results/recipes", "results/notebooks", "figures")
    files = [file for folder in folders for file in (lecture.folder / folder).rglob("*")]
    files += [*(lecture.folder / "results").glob("*.npz"), *(lecture.folder / "results").glob("*.json")]
    return {
        str(file.relative_to(lecture.folder)): file.read_bytes()
        for file in files
        if file.is_file() and "failed" not in file.parts and file.name != "fetched.json"
    }
