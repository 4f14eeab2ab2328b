"""The treasury's voucher interface, both sides: the vault, and a member that works off what it finds there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.treasury_vault import read, send, write
from simulators.world import World

__all__ = ["read", "send", "start", "write"]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without vouchers."""
    return World(role=role)
