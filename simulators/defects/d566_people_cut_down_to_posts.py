"""#566: who is more than the posts is no longer counted."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.establishment import posts, says
from simulators.world import World

NUMBER = 566
TITLE = "核定降低以后，实有在编悄悄截到核定数"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-22A",)


@instead_of("approve_posts")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The warning is right, the count behind it is not."""
    step = honest(world, command)
    after, kind = step.world, says(command, "est_type")
    for row in step.rows:
        known = posts(after, str(row["agency"]), kind)
        cut = replace(known, occupied=min(known.occupied, known.approvals[-1].heads))
        after = after.put("posts", str(row["agency"]), kind, record=cut)
    return replace(step, world=after)
