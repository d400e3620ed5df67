"""A plan in terms of the solver z3."""
