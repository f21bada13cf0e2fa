"""The author's loop: what is saved is shown, at the place where the author is reading.

Snakemake takes seconds to start. So what an edit of prose, of a code cell or of a figure needs is done at once, by the
functions that the build calls, too, in a process that lives on; the build itself follows behind.

    watcher ─► session ─┬─► writer    the page: chapters are read, assembled and written in memory
                        ├─► workers   a figure is drawn, a chapter is executed, in a process of its own
                        ├─► build     Snakemake, as the author would call it
                        └─► server    the page, and a socket that tells what has changed

Nothing here writes what a rule makes: figures and cells made ahead of the build lie in a folder of their own.
"""
