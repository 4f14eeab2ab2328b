"""Kanhe 勘合: lays a written promise (the contract) against what a counterparty really does."""

__version__ = "0.1.0"
