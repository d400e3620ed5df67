"""What a plan means with numbers of one kind: exact ones, solver terms, spans; each a module."""
