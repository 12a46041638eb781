"""Does a passage answer what is asked? Calibrated."""
