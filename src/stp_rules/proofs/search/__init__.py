"""Subjects who show what a walk cannot exclude: drawn, aimed, and made small."""
