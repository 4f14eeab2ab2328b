"""Reconciliation: the lists of two or three parties laid side by side, row against row, in integer fen."""
