"""What the work changed, said honestly.

In: everything to the left. Out: the funnel, signal-to-visit time, the weekly analysis (anev).
Works here: chiefs, the auditor.
"""
