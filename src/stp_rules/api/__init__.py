"""What a program asks of a ruleset, a module for each: rating, proving, weighing, comparing.

The names stand in `stp_rules` itself, where programs fetch them.
"""
