"""One plan, several plans, and the adoption of a new edition."""
