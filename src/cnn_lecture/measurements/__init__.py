"""What is measured on trained networks: one file, one result."""
