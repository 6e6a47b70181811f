"""The matrix of countries and scenarios: who comes in or goes out."""
