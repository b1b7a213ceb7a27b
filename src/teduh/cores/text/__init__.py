"""Everyday Indonesian, as residents and officers type it: normalising, places, times, hints, redaction, likeness."""
