"""Fitting the numbers that past operations share: who joins, with how many, and who stays."""
