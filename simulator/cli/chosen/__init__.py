"""What words of the command line mean: results, scenarios, and the commands that repeat them."""
