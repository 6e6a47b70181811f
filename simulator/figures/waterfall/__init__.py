"""The waterfall: from the headline to the troops that can be used."""
