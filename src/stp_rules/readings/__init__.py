"""What the bodies of the operations mean to others than the evaluator: one module for a reading."""
