"""What the explorer shows: a grid of cases run ahead of time, and exact runs of one case."""
