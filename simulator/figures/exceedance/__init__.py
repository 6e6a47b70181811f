"""The exceedance curves: how often the force reaches any size."""
