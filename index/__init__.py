"""The index: a plan's passages tokenised, embedded, stored on disk and searched."""
