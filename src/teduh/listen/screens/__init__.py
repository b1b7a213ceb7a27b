"""Pages where people speak and are answered."""
