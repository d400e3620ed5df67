"""What is asked of two versions of a method: whether they rate alike."""
