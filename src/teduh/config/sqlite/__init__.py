"""SQLite as Teduh uses it: the writers of one process take turns."""
