"""Judging: one file per check. Pure functions from exchanges to verdicts; they never send anything."""
