"""Past operations: their boards, who was asked into them, and what was known of each state."""
