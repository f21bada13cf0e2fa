"""What a reader sees that no author wrote: labels, marks, hints, a table for each language, and how it writes numbers.

`ru.yaml` and `en.yaml` hold the words, under the same keys; `numbers` holds the forms of numbers.
"""

from lecture.words.tables import UnknownLanguageError, known, primary, table, typography

__all__ = ["UnknownLanguageError", "known", "primary", "table", "typography"]
