"""One file for each step, each source and each way of combining."""
