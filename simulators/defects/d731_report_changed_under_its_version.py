"""#731: other content under a known version replaces what was told."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import once, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_reports import key_of
from simulators.world import World

NUMBER = 731
TITLE = "同一版本换了内容也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10I",)


@instead_of("submit")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget what came under this version, and that it waits for an answer."""
    key = (*key_of(command), text_of(command, "report_version"))
    if once(world, command, *key) is None:
        return honest(world, command)
    return honest(world.drop("done", command.operation, *key), command, without=frozenset({"state", "version"}))
