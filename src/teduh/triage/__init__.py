"""Reports become issues; rumours are assessed.

In: reports nobody has decided on. Out: issues with level, clock, sightings and verdicts.
Works here: the desk officer.
"""
