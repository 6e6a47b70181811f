"""Comparison of scenarios by common random numbers, and conditions on what comes out."""
