"""Studies: what a lecture measures, declares and claims."""
