"""Refusing wrong histories of trainings by name; apart, because few figures need pandas, which is slow to import."""

from collections.abc import Mapping, Sequence

import pandas as pd

COLUMNS = ("epoch", "batch", "examples_seen", "split", "loss", "accuracy")


def checked(values, name: str) -> list[pd.DataFrame]:
    """Check the histories of training one network, one table for each seed.

    Args:
        values: one table or a sequence of them, with the columns `COLUMNS`.
        name: the argument's name, for the message.

    Returns:
        The tables, at least one.

    Raises:
        ValueError: there is no table, a column is missing, or a table has no test rows.
    """
    tables = [values] if isinstance(values, pd.DataFrame) else values
    if not isinstance(tables, Sequence) or isinstance(tables, Mapping | str) or not tables:
        raise ValueError(f"{name}: expected a table or a list of at least one table")
    for table in tables:
        missing = [column for column in COLUMNS if column not in getattr(table, "columns", ())]
        if missing:
            raise ValueError(f"{name}: a table lacks the columns {', '.join(missing)}")
        if not (table["split"] == "test").any():
            raise ValueError(f"{name}: a table has no rows with split = 'test'")
    return list(tables)
