"""The stages of a lecture as rules of Snakemake, for its Snakefile to include."""
