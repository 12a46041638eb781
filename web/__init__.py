"""The web: pages, JSON and streams over one assistant."""
