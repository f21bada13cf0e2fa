"""Training a network: the loop, what is observed, resuming, devices, what is kept."""
