"""Rest points of a conference, who waits for whom, and the smallest tipping sets."""
