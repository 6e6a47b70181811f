"""The quantile dot plot: how large the force is in each scenario."""
