"""#303: the reason of a failure is cut at 190 bytes, through a character if need be (ITFE, document #30)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 303
TITLE = "签收失败的原因截到 190 字节，可能截断半个汉字"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("ENC-02A",)
MOST_BYTES = 190

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Keep what a column of 190 bytes holds."""
    if name not in ("confirm_fail", "hand_back"):
        return behaviour

    def cut(world: World, command: Command) -> Step:
        reason = str(command.values.get("reason") or "").encode("gbk", "replace")[:MOST_BYTES].decode("gbk", "replace")
        return behaviour(world, replace(command, values={**command.values, "reason": reason.replace("\ufffd", "?")}))

    return cut
