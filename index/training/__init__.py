"""How the bundled embedding model was made: `python -m index.training --help`."""
