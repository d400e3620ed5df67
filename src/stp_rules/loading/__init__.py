"""From YAML text to a Ruleset, with the place of everything."""
