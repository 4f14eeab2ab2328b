"""How the requests of a peer are to turn out at a simulated party, as data: outcome plans, magic values, receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.errors import Position
from kanhe.model.words import ReplyClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choreography:
    """How a message reaches the peer. times: when it is delivered after it was made, one delivery each (`2s`, `10m`, `1wd`); two make
    it come twice. early: it goes out before the reply to the request that made it. lost: it never goes out. retry: how long after an
    unanswered delivery the next one follows, until one is answered."""

    times: tuple[str, ...] = ("0s",)
    early: bool = False
    lost: bool = False
    retry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the reply is to be, as far as the request may be taken on at all. code: literal; text: Chinese."""

    answer: ReplyClass = ReplyClass.SUCCESS
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """An event (a stimulus of the party) so long after the step before; at: HHmmss of that day. given: values of the event by name."""

    do: str
    after: str = "0s"
    at: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePlan:
    """What becomes of a request of the operation `of`: how it is answered, then step by step."""

    name: str
    title: str
    of: str
    wish: Wish = Wish()
    steps: tuple[PlanStep, ...] = ()
    receipts: Mapping[str, Choreography] = field(default_factory=dict)  # operation -> how it is delivered
    position: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """All plans of a family. magic: (meaning, shell pattern of the value, plan); the first plan of an operation is its habit."""

    by_name: Mapping[str, OutcomePlan] = field(default_factory=dict)
    magic: tuple[tuple[str, str, str], ...] = ()
    receipts: Mapping[str, Choreography] = field(default_factory=dict)
