"""Verification: the engine held against exact laws."""
