"""People, roles, permissions, the audit chain, the vault, consent and retention: the fence round every stage."""
