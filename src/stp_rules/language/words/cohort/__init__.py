"""Steps relative to a cohort: what is kept of the cohort, and what a value is beside it."""
