"""Figures: pictures, their data and their alt text, drawn from summaries; nothing here runs the model.

Each figure is one module with ``draw``, ``table`` and ``alt_text``; :mod:`simulator.figures.registry` lists them.
Colours come from :mod:`~simulator.figures.palette`, the page from :mod:`~simulator.figures.frame`, safe text from
:mod:`~simulator.figures.text`, numbers from :mod:`~simulator.figures.numerals`, findings from
:mod:`~simulator.figures.titles`.
"""
