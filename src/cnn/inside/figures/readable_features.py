"""What makes the picture that excites a channel readable: one ingredient after another."""

from cnn.drawing import style
from cnn.drawing.picture_rows import draw_rows
from lecture.drawing.contract import Text, UInt8

TITLES = {
    "naive": "1. Пиксели",
    "moved": "2. Движения",
    "penalised": "3. Штраф",
    "waves": "4. Волны",
    "colours": "5. Цвета",
}

READS = "excited_channels"


@style.lecture()
def draw(*, ingredients: Text[" n"], pictures: UInt8["n side side 3"]) -> style.Figure:
    """Draw the pictures side by side, under the names of the ingredients, keys of `TITLES`."""
    return draw_rows({"": pictures}, margin=0.01, columns=[TITLES[name] for name in ingredients])
