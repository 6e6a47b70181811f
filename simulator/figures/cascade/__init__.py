"""The cascade: how the force grows round by round."""
