"""Where tension is rising, and where we simply do not know.

In: reports, issues, contacts with villages. Out: one row per village and day.
Works here: sector and district chiefs.
"""
