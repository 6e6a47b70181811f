"""Designs of sweeps: the points at which a scenario is run.

:mod:`~simulator.experiments.designs.choosing` is the front door: it makes a design from options, a scenario or a table.
"""
