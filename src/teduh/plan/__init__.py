"""Which village to visit next, and why.

In: village days, issues, postings. Out: a week's plan that a chief changes and approves.
Works here: the sector chief.
"""
