"""Analysis: why a country stands where it does, what would move it, and what the laws say."""
