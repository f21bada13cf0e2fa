"""The networks that several subjects use, and what walking their modules tells."""
