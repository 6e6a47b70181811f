"""Why a country stands where it stands, and what would move it."""
