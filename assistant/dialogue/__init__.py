"""A conversation and a turn → Query: edits of the last query."""
