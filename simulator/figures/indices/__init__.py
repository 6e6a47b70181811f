"""The indices: which unknowns move an output."""
