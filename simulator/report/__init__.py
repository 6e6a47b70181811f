"""The report: one HTML file of kept results, with figures, tables, evidence, limits and how to repeat it."""
