"""Pages for the browser: frames, styles, scripts, views of figures that answer, and what closes them into one file."""
