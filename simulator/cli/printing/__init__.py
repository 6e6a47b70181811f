"""How answers are printed: numbers, tables and words of the command line."""
