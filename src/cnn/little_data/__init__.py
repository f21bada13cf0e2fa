"""Learning from few examples."""
