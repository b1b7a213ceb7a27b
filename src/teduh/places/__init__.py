"""Areas and their names, units and jurisdictions, postings, operations and their phases: what lies under every stage."""
