"""Scenarios: the schema, the reader with its diagnostics, and the library of built-in ones."""
