"""The ledger: who sends how many troops, in which roles."""
