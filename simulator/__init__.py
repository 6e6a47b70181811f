"""forcemix: who would send troops to a reassurance force, how many, and what would change that.

Nothing here forecasts a government; results are what follows from stated, sourced conditions.
"""

__version__ = "0.1.0"
