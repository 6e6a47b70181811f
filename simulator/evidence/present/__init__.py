"""The present case: predicted from what was known by a date, and scored against what came."""
