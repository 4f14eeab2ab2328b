"""A judgement on one promise, and findings: what a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from kanhe.model.exchange import Exchange
from kanhe.model.words import Level, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One line of the plan: contract x promise. `id` is a rule id (LAND-02) or a built-in one (`G00003:echo`)."""

    contract: str
    id: str
    says: str
    level: Level = Level.MUST
    clause: str = ""  # document and clause, for the report
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one exchange says about one promise. says: Chinese. where: path or byte offset."""

    contract: str
    promise: str
    outcome: Outcome
    says: str = ""
    expected: str = ""
    actual: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Same promise + same place = one finding. `story` is the shortest sequence of exchanges that shows it, `rerun`
    the one-line command that runs it again."""

    fingerprint: str
    peer: str
    verdict: Verdict
    story: tuple[Exchange, ...] = ()
    steps: tuple[str, ...] = ()  # Chinese, one per step
    rerun: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One result of the report: promise x peer. `tried` counts the exchanges that bore on it; beside: it was not planned (`--only` left it
    out, for one), but something was found on the way, which counts all the same."""

    promise: Promise
    peer: str
    outcome: Outcome
    tried: int = 0
    reason: str = ""  # why it was skipped, unreached or ours
    findings: tuple[Finding, ...] = ()
    sample: Exchange | None = field(default=None)  # one exchange that kept it, for the report
    beside: bool = False
