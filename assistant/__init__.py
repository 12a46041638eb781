"""The assistant: a question in, a cited answer out."""
