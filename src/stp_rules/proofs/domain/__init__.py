"""What a walk computes with: spans of numbers, cells, moves, and tables of moves."""
