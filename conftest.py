"""Wiring only: the kanhe plugin is installed by its entry point."""
