"""Areas and their names, units and jurisdictions, postings, operations and phases: what lies under every stage."""
