"""From a scenario and a roster to settled boards: compile, draw, and the Mesa engine."""
