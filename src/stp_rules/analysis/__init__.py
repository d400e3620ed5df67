"""What can be learnt from rulesets and ratings: values that others render."""
