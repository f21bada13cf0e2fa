"""Building a lecture: its description and configuration, the code behind a job, where results come from."""
