"""What a method promises, proved or refuted."""
