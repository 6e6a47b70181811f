"""The decision rule: scalar functions of floats, and nothing else.

Every function here is made of ``+ - * /``, ``min``, ``max``, comparisons and ``math.floor`` only, so that plain
Python, Mesa and compiled code agree to the last bit on every platform.  The modules follow the order in which a
country thinks: signals and gates (:mod:`~simulator.rule.gates`), company (:mod:`~simulator.rule.company`), the
climb up the ladder (:mod:`~simulator.rule.ladder`), and what a rung is worth in troops
(:mod:`~simulator.rule.capacity`).
"""
