"""Kept results: where they are, what each is, whether it is whole, and how it becomes a summary again."""
