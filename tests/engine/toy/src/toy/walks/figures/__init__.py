"""The figures of the chapter on random walks."""
