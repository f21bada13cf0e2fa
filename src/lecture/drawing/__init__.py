"""Drawing figures that live on a page."""
