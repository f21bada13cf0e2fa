"""A notebook from elsewhere, read as Jupyter reads it.

Each Markdown cell and each output becomes HTML of its own (`markdown`, `formulas`, `outputs`), which a sanitiser mends
and cleans (`html`, `styles`); pandoc reads it as a piece that nothing can leave. `translation` does this for a whole
notebook, `reading` finishes pandoc's tree. Nothing here is needed for a notebook that is written in the lecture's own
dialect, and says so in its metadata: `dialect: lecture`.
"""
