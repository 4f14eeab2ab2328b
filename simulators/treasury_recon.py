"""The treasury's own lines: reconciliation, both sides, the gateway that takes packs, and the center that clears payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.cnaps import business_asked, take_business
from simulators.recon_checker import (
    ask_verdict,
    take_3507,
    take_3508,
    take_3509,
    take_3510,
    take_3511,
    take_3512,
    take_3513,
    verdict_came,
)
from simulators.recon_treasury import close_day, paid_known, take_verdict
from simulators.tips import connected, pack_asked, take_pack
from simulators.world import World

__all__ = ["ask_verdict", "business_asked", "close_day", "connected", "pack_asked", "paid_known", "reply_came", "start", "take_3507",
           "take_3508", "take_3509", "take_3510", "take_3511", "take_3512", "take_3513", "take_business", "take_pack", "take_verdict"]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without statements."""
    return World(role=role)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
    """The other side answered a message."""
    return verdict_came(world, sent, reply) if world.role == "checker" else Step(world=world)
