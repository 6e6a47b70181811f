"""One country's conditions, as bars of what it hears against what it needs."""
