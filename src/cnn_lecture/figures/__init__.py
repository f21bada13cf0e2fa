"""One file, one figure: each module has one function `draw`, which turns arrays into a picture."""
