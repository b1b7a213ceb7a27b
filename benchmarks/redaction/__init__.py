"""How much of what is personal the finder sees: labelled lines, the generator that made them, and the table."""
