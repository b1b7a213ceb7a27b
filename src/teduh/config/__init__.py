"""Settings, environment, urls, asgi and wsgi."""
