"""Putting a stranger's bank on its feet, and driving it as a customer would: a process, a kanhe.toml, live lines."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.event import Closed, Event, Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.live import live_lines

HERE = Path(__file__).parent
ROOT = HERE / "root"
TARGET = "bank"


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """A bank or an office: its script, the family that its customer wrote for it, the role that it plays there, its wire."""

    script: str
    family: str
    role: str = "bank"
    scheme: str = "http"


HARBOUR = Stranger(script="bank.py", family="harbour")
SALTMARSH = Stranger(script="saltmarsh.py", family="saltmarsh")
THORNBURY = Stranger(script="appropriations.py", family="thornbury", role="office")
MERIDIAN = Stranger(script="exchange.py", family="meridian", scheme="tcp")


@lru_cache
def catalogue() -> Catalogue:
    """The contracts that the customers wrote."""
    return load(ROOT)


@contextmanager
def standing(stranger: Stranger, folder: Path, defect: str = "", *, manner: str = "") -> Iterator[Path]:
    """A fresh bank process; gives the kanhe.toml that points to it. manner: one of the honest ways that the bank knows."""
    words = [sys.executable, str(HERE / stranger.script), "--port", "0", *(["--defect", defect] if defect else []),
             *(["--manner", manner] if manner else [])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            place = (process.stdout.readline() if process.stdout else "").strip().rpartition("//")[2]
            config = folder / "kanhe.toml"
            config.write_text(f'[target.{TARGET}]\nallow = ["{place}"]\n\n[[target.{TARGET}.peer]]\nname = "对方银行"\n'
                              f'family = "{stranger.family}"\nrole = "{stranger.role}"\naddress = "{stranger.scheme}://{place}"\n', encoding="utf-8")
            yield config
        finally:
            process.kill()


def events(config: Path, *, seed: int, budget_s: float) -> Iterator[Event]:
    """Everything that a run tells."""
    lines = live_lines(catalogue(), config, TARGET, money=TARGET)
    return verify(catalogue(), lines, Settings(seed=seed, budget_s=budget_s, target=TARGET, base=int(time.time() * 1000) % 10**11))


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """The first finding. seconds: from the start of the run, spent_s: of our processor. named: `contract promise`, '' = nothing found."""

    named: str = ""
    says: str = ""
    seconds: float = 0.0
    spent_s: float = 0.0


def first_finding(config: Path, *, seed: int, budget_s: float) -> Sighting:
    """Run until something is found."""
    started, spent = time.monotonic(), time.process_time()
    for event in events(config, seed=seed, budget_s=budget_s):
        if isinstance(event, Found):
            verdict = event.finding.verdict
            return Sighting(named=f"{verdict.contract} {verdict.promise}", seconds=time.monotonic() - started, spent_s=time.process_time() - spent,
                            says=f"{verdict.says} {verdict.where}: {verdict.expected} / {verdict.actual}")
    return Sighting(seconds=time.monotonic() - started, spent_s=time.process_time() - spent)


def whole_run(config: Path, *, seed: int, budget_s: float) -> tuple[RunFinished, list[Closed]]:
    """The end of a run and the cells that are not kept."""
    told = list(events(config, seed=seed, budget_s=budget_s))
    end = told[-1]
    assert isinstance(end, RunFinished)
    return end, [e for e in told if isinstance(e, Closed) and e.cell.outcome not in (Outcome.KEPT, Outcome.NOTED)]
