"""Sweeps: points of a design, the chunks they are run in, what is kept of them and how it is read back."""
