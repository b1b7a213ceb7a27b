"""Whose data they are: timers that end, holds that stop them, what a person may ask for, what is said after a breach.

In comes the table of what each stage keeps (`retention.KINDS`); out go deletions, answers and notices. Here work the
data protection officer, the administrator for the timers, and the outside body for complaints.
"""
