"""From a ruleset to a rating: a plan, an arithmetic, and the trace of every step."""
