"""Operations that a user asks about: a folder of two tables, read and answered."""
