"""A question → Query: entities, quantities, trained heads, decoding."""
