"""A plan gone through with moves in place of values."""
