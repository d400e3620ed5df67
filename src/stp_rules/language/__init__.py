"""The language: what a ruleset may say, and what each of its words means.

Nothing here knows of files, of subjects or of how a rating is computed. Each word stands in a file
of its own in `words`, and `catalogue` names them all.
"""
