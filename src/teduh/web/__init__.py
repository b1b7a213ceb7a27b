"""The page shell: base templates, components, paging, errors, static files."""
