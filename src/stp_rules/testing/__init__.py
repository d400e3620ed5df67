"""For those who test rulesets: worked examples as data."""
