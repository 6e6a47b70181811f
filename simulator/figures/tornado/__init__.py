"""The tornado: how far each input by itself moves the median force."""
