"""Whether a ruleset of the right form makes sense."""
