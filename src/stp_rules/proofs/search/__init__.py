"""Subjects who show what a walk cannot exclude: drawn, aimed at what decides, and shrunk.

`drawing` draws subjects, from `samples` of what an input may hold, the same ones every time. A
`bench` rates them, and `pairs` of them that differ in one input. `edges` brings a subject to a
number that decides, `turning` finds where a method begins to do something else, `aiming` goes
there; both rest on `halving`. `seeking` hands the search to Hypothesis. What was found is shrunk by
`shrinking`, and `delivering` says how somebody can rate it anew. `cohorts` are drawn whole.
"""
