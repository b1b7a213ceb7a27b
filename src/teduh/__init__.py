"""Teduh: an open early-warning and early-response system that helps a district keep an election calm."""
