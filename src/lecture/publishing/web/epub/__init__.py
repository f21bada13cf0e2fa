"""The book for e-readers: EPUB 3, a file that holds files."""
