"""Faults between a caller and a server: one file each, deterministic, positioned, tested on the raw bytes."""
