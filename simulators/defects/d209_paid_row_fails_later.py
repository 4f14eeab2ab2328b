"""#209: when a batch that has come to its end is asked about again, its last row has failed."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.defects.direct import told_by_rows
from simulators.direct_batch import Batch
from simulators.world import World

NUMBER = 209
TITLE = "批次全部有结果之后再查，末行由成功变成失败"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05E",)


def start() -> Asked:
    """One memory for each simulator."""
    return Asked()


class Asked:
    """The batches that were told as final."""

    def __init__(self) -> None:
        self._final: set[str] = set()

    @property
    def behave(self) -> Hook:
        """The second answer is another one."""

        @instead_of("query_batch")
        def flawed(honest: Behaviour, world: World, command: Command) -> Step:
            step, key = honest(world, command), str(command.values["pay_batch"])
            batch: Batch | None = world.find("batch", key)
            if batch is None or not batch.final:
                return step
            if key in self._final:
                return told_by_rows(step, (*batch.rows[:-1], replace(batch.rows[-1], status="FAILED")))
            self._final.add(key)
            return step

        return flawed
