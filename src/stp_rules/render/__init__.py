"""Values to text. Nothing is computed here."""
