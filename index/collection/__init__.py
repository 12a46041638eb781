"""Many plans in one index, searched together."""
