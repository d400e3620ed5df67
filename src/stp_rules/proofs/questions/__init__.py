"""What is asked of one method: its promises, and the verdicts on them."""
