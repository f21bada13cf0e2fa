"""Whether an edition holds: its record, and what moved since."""
