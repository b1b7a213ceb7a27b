"""Everyday Indonesian as residents and officers type it: short forms, places, days, hints, personal numbers.

What is typed is never changed: every result points into the original text by character offsets. Nothing here
decides anything; it sorts, offers and shows why.
"""
