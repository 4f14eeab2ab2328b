"""Does our simulator behave like the target? The same plan is run against both; every promise must come out the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanhe.cli.verify import settings_of
from kanhe.model.event import Closed
from kanhe.model.words import Outcome
from kanhe.report.words import NAMES
from kanhe.run.engine import verify
from kanhe.run.target import memory_lines

KNOWN = {Outcome.KEPT: True, Outcome.NOTED: True, Outcome.BROKEN: False}


def test_simulator_and_target_agree_promise_by_promise(door):
    """A promise that the simulator keeps is kept by every peer of the target that plays its role, and the other way round."""
    if door.args.target == "sim":
        pytest.skip("目标就是内置模拟器；加 --target 名称 才有可比的对端")
    catalogue, cells = door.catalogue, door.cells()
    played = {(peer.family, peer.role): peer.name for peer in door.peers()}
    lines = memory_lines(catalogue, root=door.root, seed=door.args.seed, only=door.args.only.partition("@")[0])
    lines = [line for line in lines if (line.peer.family, line.peer.role) in played]
    roles = {line.peer.name: (line.peer.family, line.peer.role) for line in lines}
    settings = replace(settings_of(door.args), target="sim", only=door.args.only.partition("@")[0], base=0)
    ours = {(roles[e.cell.peer], e.cell.promise.contract, e.cell.promise.id): e.cell
            for e in verify(catalogue, lines, settings) if isinstance(e, Closed)}
    compared, differing = 0, []
    for peer in door.peers():
        for (name, contract, promise), theirs in cells.items():
            mine = ours.get(((peer.family, peer.role), contract, promise)) if name == peer.name else None
            if mine is not None and mine.outcome in KNOWN and theirs.outcome in KNOWN:
                compared += 1
                if KNOWN[mine.outcome] is not KNOWN[theirs.outcome]:
                    differing.append(f"{name} {contract} [{promise}]：模拟器 {NAMES[mine.outcome]}，对端 {NAMES[theirs.outcome]}")
    if differing:
        pytest.fail("\n".join(differing), pytrace=False)
    if not compared:
        pytest.skip("没有一条约定在两边都测到，无从比较")
