"""Measuring power over files: a campaign of several days from the simulated books, judged as a receiver would, with or without a defect."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from types import ModuleType
from typing import Any

from kanhe.files.batch import Arrived, Batch, check_all
from kanhe.files.writing import HONEST, Pen
from kanhe.model.contract import Catalogue
from kanhe.model.file import FileContract
from kanhe.run.shot import Shot
from kanhe.simulate.defects import behaviour_module, load_defect, started
from kanhe.simulate.filing import Delivery, deliveries

DAYS: tuple[tuple[str, int], ...] = (
    ("20251231", 9), ("20260101", 0), ("20260102", 1), ("20260103", 0), ("20260104", 30), ("20260105", 24))
"""Year end, a holiday without business, a single movement, a weekend day, two busy days."""


def campaign(contract: FileContract, seed: int, defect: Any = None) -> list[Delivery]:
    """What the sender hands over: the files of every day in order, and those of one day once more, as after a lost confirmation."""
    module = behaviour_module(contract.party.behaves)
    found = list(deliveries(contract, module, DAYS, seed=seed, pen=pen_of(defect)))
    again = [d for d in found if d.day == DAYS[-2][0]]
    sent = found + again
    change = getattr(defect, "file_deliveries", None)
    return list(change(contract, sent)) if change is not None else sent


def pen_of(defect: Any) -> Pen:
    """The pen of a defective writer; the honest one without a defect."""
    hooks = {step: getattr(defect, f"file_{step}") for step in Pen.__slots__ if hasattr(defect, f"file_{step}")}
    return Pen(**hooks) if hooks else HONEST


def judged(contract: FileContract, sent: Sequence[Delivery], expected: Sequence[Delivery], parameters: Any = None) -> Batch:
    """The receiver's judgement. expected: the honest campaign, which tells which files there should be."""
    arrived = [Arrived(name=d.name, open=lambda d=d: closing(io.BytesIO(d.data)), at=d.at) for d in sent]  # type: ignore[misc]
    return check_all(contract, arrived, parameters=parameters, members={d.series for d in expected if d.series},
                     days={d.day for d in expected})


def contracts_of(catalogue: Catalogue, defect: ModuleType) -> Iterator[FileContract]:
    """The file contracts that a defect concerns."""
    return (c for c in catalogue.files.values() if (c.party.family, c.sender) == (defect.FAMILY, defect.ROLE) and c.behaviour)


def shoot_files(catalogue: Catalogue, name: str, *, seed: int) -> Shot:
    """Judge the campaign of a defective writer."""
    module = load_defect(name)
    begun, rules = time.monotonic(), list[str]()
    for contract in contracts_of(catalogue, module):
        batch = judged(contract, campaign(contract, seed, started(module)), campaign(contract, seed), catalogue.parameters)
        found = [v for r in batch.reports for v in r.violations] + list(batch.missing)
        rules += [v.rule for v in found]
    return Shot(defect=name, title=module.TITLE, wanted=tuple(module.FINDS), rules=tuple(dict.fromkeys(rules)),
                seconds=time.monotonic() - begun)
