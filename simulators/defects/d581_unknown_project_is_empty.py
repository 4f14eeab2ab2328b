"""#581: a project that nobody told of is answered as one without money."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 581
TITLE = "没有报送过的项目答成功，金额都是零"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-02C",)


@instead_of("project_state")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """An empty project in place of a refusal."""
    code = text_of(command, "project_code")
    if world.find("project", code) is not None:
        return honest(world, command)
    return Step(world=world, values={
        "project_code": code, "project_name": "（空）", "owner_uscc": "11320600014387023M", "estimate": yuan(0), "budget_estimate": yuan(0),
        "project_stage": "10", "plan_end": command.now[:8]})
