"""#307: what was signed for is handed out once more."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.treasury_vault import CONFIRMED, SENT, shown
from simulators.world import World

NUMBER = 307
TITLE = "已签收的凭证仍然读得到"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-09", "TV-09A")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Signed for or not, it is shown."""
    if name not in ("read",):
        return behaviour

    def all_of_them(world: World, command: Command) -> Step:
        kind = text_of(command, "voucher_type")
        known = [v for v in world.all("voucher") if v.kind == kind and v.status in (SENT, CONFIRMED)]
        return Step(world=world, rows=tuple(shown(v) for v in known))

    return all_of_them
