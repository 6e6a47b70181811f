"""The tipping map: how often a force reaches a size for every mix of two inputs."""
