"""The tile grid map: where the countries lie that take part."""
