"""The biography of a number: the jobs behind the mistakes of network A, beside jobs of the same rules that are not."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from cnn.drawing import style
from lecture.drawing.contract import Integer, Text

STEP, WIDTH, HEIGHT = 1.4, 1.16, 0.4  # inches: from column to column; of a box
ROW = 0.52  # inches, from job to job
COLUMNS = ("данные", "обучить", "подвести итог", "собрать", "издать")


@style.lecture()
def draw(*, data: Text[""], a: Integer[" a"], b: Integer[" b"]) -> style.Figure:
    """Draw a box for each job, from the data to the page; what the number doesn't depend on is faint and dashed.

    Args:
        data: the name of the data set.
        a, b: the seeds of the networks' trainings.
    """
    rows = len(a) + len(b)
    height = rows * ROW + 0.35
    axes = style.canvas(height, whole=True, xlim=(0, style.WIDTH), ylim=(-rows * ROW, 0.35))

    def x(column: int) -> float:
        return 0.08 + WIDTH / 2 + column * STEP

    def job(column: int, y: float, text: str, own: bool = True) -> tuple[float, float]:
        look = {"alpha": 1, "linewidth": 1.4} if own else {"alpha": 0.7, "linewidth": 0.9, "linestyle": (0, (3, 2))}
        shape = {"boxstyle": "round,pad=0,rounding_size=0.06", "facecolor": "none", "edgecolor": style.INK}
        axes.add_patch(FancyBboxPatch((x(column) - WIDTH / 2, y - HEIGHT / 2), WIDTH, HEIGHT, **shape, **look))
        axes.text(x(column), y, text, ha="center", va="center")
        return x(column), y

    def needs(one: tuple[float, float], other: tuple[float, float], own: bool = True) -> None:
        ends = (one[0] + WIDTH / 2, one[1]), (other[0] - WIDTH / 2, other[1])
        look = {"linewidth": 1.4} if own else {"linewidth": 0.9, "alpha": 0.7, "linestyle": (0, (3, 2))}
        arrow = {"arrowstyle": "-|>", "mutation_scale": 8, "shrinkA": 0, "shrinkB": 1, "color": style.INK}
        axes.add_patch(FancyArrowPatch(*ends, **arrow, **look))

    places = [-(row + 0.5) * ROW for row in range(rows)]
    of_a, of_b = places[: len(a)], places[len(a) :]
    middle = sum(of_a) / len(of_a)
    source = job(0, middle, str(data))
    whole = job(2, middle, "сеть A")
    for seed, y in zip(a, of_a, strict=True):
        training = job(1, y, f"A, запуск {seed}")
        needs(source, training)
        needs(training, whole)
    other = job(2, sum(of_b) / len(of_b), "сеть B", own=False)
    for seed, y in zip(b, of_b, strict=True):
        training = job(1, y, f"B, запуск {seed}", own=False)
        needs(source, training, own=False)
        needs(training, other, own=False)
    numbers = job(3, middle, "все числа")
    needs(whole, numbers)
    needs(other, numbers, own=False)
    needs(numbers, job(4, middle, "лекция"))
    for column, name in enumerate(COLUMNS):
        axes.text(x(column), 0.16, name, ha="center", va="center", fontweight=600)
    return axes.figure
