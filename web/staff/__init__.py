"""The pages of the city's staff: what was asked and judged, and who may see it."""
