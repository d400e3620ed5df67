"""Readings of a plan, and of the body of a step.

A whole plan is read by `exact` for one subject and by `symbols` for all of them, as terms of the
solver z3, whose arithmetic stands in `terms`; `subjects` rates many by the exact reading. The body
of one step is read by `piecewise`, whose numbers are functions of the number that comes to the step
(`functions`, over the `spans` of a line); `transfer` puts that together as a transfer function.
"""
