"""Teaches the encoders and the heads from examples: nothing here is needed to answer."""
