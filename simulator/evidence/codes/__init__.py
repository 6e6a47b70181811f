"""Codes of statements: who coded what, how far coders agree, and what their doubt does."""
