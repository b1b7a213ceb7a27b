"""Pages that look across stages: the Monday page, the district map, the front page."""
