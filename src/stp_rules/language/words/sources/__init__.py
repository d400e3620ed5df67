"""Where the first value of a measure comes from."""
