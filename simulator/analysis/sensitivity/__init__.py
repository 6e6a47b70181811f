"""Which unknown matters most: screening, indices, and what was found, kept."""
