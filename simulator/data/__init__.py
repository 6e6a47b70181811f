"""The sourced tables and what reads them: parameters, sources, and the roster of countries as of a date."""
