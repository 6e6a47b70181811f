"""Exact laws that the model obeys in special cases, each derived without the engine; one law a module."""
