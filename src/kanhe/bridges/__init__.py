"""Doors to other tools: each package is imported in its own bridge only, and each finding is told as one of our verdicts."""
