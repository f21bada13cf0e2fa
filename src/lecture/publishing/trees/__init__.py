"""What is done to pandoc's trees: numbering, references."""
