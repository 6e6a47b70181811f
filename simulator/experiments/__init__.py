"""Running scenarios and folding runs into summaries, kept with their provenance."""
