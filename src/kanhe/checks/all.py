"""Importing this registers every named check."""

from __future__ import annotations

from kanhe.checks import clock, clock_moves, key_kept, unique
from kanhe.checks.registry import CHECKS

__all__ = ["CHECKS", "clock", "clock_moves", "key_kept", "unique"]
