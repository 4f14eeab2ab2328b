"""Measuring power: does the run find a planted defect, by which rule, and how soon."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from kanhe.model.contract import Catalogue
from kanhe.model.event import Found
from kanhe.run.engine import Settings, verify
from kanhe.run.shot import Shot
from kanhe.run.target import memory_lines
from kanhe.simulate.defects import load_defect


def shoot(catalogue: Catalogue, root: Path, name: str, *, seed: int, budget_s: float = 60.0) -> Shot:
    """Run the whole plan against the simulator with one defect planted, until its own rule is found broken."""
    defect = load_defect(name)
    between = getattr(defect, "LINKAGE", "")
    started, rules = time.monotonic(), list[str]()
    lines = [
        line for line in memory_lines(catalogue, root=root, seed=seed, defects=[name], only=between or f"{defect.FAMILY}.*")
        if between or (line.peer.family, line.peer.role) == (defect.FAMILY, defect.ROLE)
    ]
    for event in verify(catalogue, lines, Settings(seed=seed, budget_s=budget_s)):
        if isinstance(event, Found):
            rules.append(event.finding.verdict.promise)
            if set(defect.FINDS) & {rules[-1]}:
                break
    return Shot(defect=name, title=defect.TITLE, wanted=tuple(defect.FINDS), rules=tuple(dict.fromkeys(rules)),
                seconds=time.monotonic() - started)


def score(shots: Sequence[Shot]) -> str:
    """`k/n` of the defects that were found by name."""
    return f"{sum(s.named for s in shots)}/{len(shots)}"
