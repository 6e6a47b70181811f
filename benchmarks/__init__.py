"""Speed as ratios measured in one run: ``python benchmarks/speed.py``; see ``README.md`` beside it."""
