"""The HTTP API, described by itself at /api/v1/docs."""
