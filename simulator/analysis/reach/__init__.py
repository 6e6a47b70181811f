"""What it would take to get a force of some size, or what is in the way."""
