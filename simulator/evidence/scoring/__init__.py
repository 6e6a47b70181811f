"""Scoring: hindcasts of past operations beside every baseline, with intervals over operations."""
