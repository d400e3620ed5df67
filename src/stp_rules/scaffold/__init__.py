"""What a new family of rulesets begins with, as templates."""
