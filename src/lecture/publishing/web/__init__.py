"""Pages for the browser: frames, styles, scripts, and what closes them into one file."""
