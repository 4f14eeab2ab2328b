"""#750: the file of an account is not looked at: it goes to another unit, stands twice in a message, is stopped where it is in none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.filing import forgetting
from simulators.world import World

NUMBER = 750
TITLE = "账户改归别的单位也装入，一份里账号重复也收；从未下达过的账户答停用"
FAMILY = "account_base"
ROLE = "bank"
FINDS = ("ACCT-63", "ACCT-62A", "ACCT-61N")
skip = frozenset({"ACCT-62A"})
_loading = forgetting("load_base", "owner")


@instead_of("base_asked")
def _asking(honest: Behaviour, world: World, command: Command) -> Step:
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    values = {"account": text_of(command, "account"), "register_status": "0", "zero_time": command.now[:14], "agency": "0"}
    return replace(step, outcome=ReplyClass.SUCCESS, code="", values=values)


def behave(name: str, honest: Any) -> Any:
    """Both of them."""
    return _asking(name, _loading(name, honest))
