"""Residents, figures and officers say what they saw or heard.

In: words, photos, an imported table. Out: reports with a place and a receipt; sealed complaints about police.
Works here: residents, village officers, the desk.
"""
