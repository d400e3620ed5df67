"""What a rule may do: one small function for each operation, in a table.

Each function is written once, over ordinary arithmetic and comparison and a few choices that the
`Arithmetic` handed to it makes. The same body is read by exact numbers, by floats, and by
whatever else has an arithmetic.
"""
