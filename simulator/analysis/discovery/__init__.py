"""Scenario discovery: limits on inputs within which something holds or fails."""
