"""Areas and their names, units and jurisdictions, postings, operations and their phases: the ground under every stage."""
