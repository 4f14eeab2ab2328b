"""What a simulator module (`simulators/<system>.py`) and the engine say to each other.

A behaviour is a pure function `name(world, command) -> Step` in the module that the party's `behaves:` names; the
contract's `behaviour:` gives the function's name. It speaks field *meanings* (vocabulary.yaml), never field names, and
knows neither bytes nor sockets. A contract without `behaviour` is answered from its declared effects alone.
A module also has `start(role: str, seeds: Mapping, now: str) -> World` and may have
`reply_came(world, sent: Send, reply: ReplyClass | None, values) -> Step`, told when a message it sent was answered
(None: no readable answer came; the repeated part of a reply is its value `rows`), and `moved(before, after)`, which says what changed in
the ledger from one world to the next.
What is to happen later (`Step.later`) is run when the clock gets there; the functions `cutoff` and `day_switch` of a module, where it
has them, are run at those times of every working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kanhe.model.formula import Node, Value
from kanhe.model.plan import Wish
from kanhe.model.words import ReplyClass
from kanhe.simulate.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One valid request (layout and `request` rules already hold). values: meaning -> typed value of the single fields;
    rows: the same for each row of the repeated part; money is Decimal yuan. index of a row = its place in `rows`.
    refused: rows of a batch that broke their layout or a rule and are not in `rows`, as they came, by their place in the
    message; only who asks whether two messages are the same looks at them. hours: the party's working day. wish: how a plan wants
    the request to be answered, as far as it may be taken on at all; None: as the party is used to."""

    operation: str
    values: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...] = ()
    refused: Mapping[int, Node] = field(default_factory=dict)
    now: str = ""
    hours: Timetable = Timetable()
    wish: Wish | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A message that the simulated party sends of its own accord; same vocabulary as Command."""

    operation: str
    values: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...] = ()
    key: str = ""  # anything by which the module knows it again in `reply_came`
    attempts: int = 1  # how often it is tried at once until an answer comes
    retry: tuple[str, ...] = ()  # how long after an unanswered delivery the next one follows (set by a plan)
    early: bool = False  # goes out before the reply to the request that made it (set by a plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """What another system of the same house learns of a step, in the same moment: the id of its event (`family.event`) and the event's
    values by meaning, and those of its rows. Where no such system is simulated, nobody hears it."""

    event: str
    values: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """An event of the party itself in its future: a stimulus or a function of the module. after: `30s 2m 1h 1d 1wd`; at: HHmmss."""

    event: str
    after: str
    at: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a request does: the next world, the class of the reply, its values by meaning, and what else is sent.

    code: a literal outcome code where the class alone is not enough (the contract's pattern text).
    """

    world: Any
    outcome: ReplyClass = ReplyClass.SUCCESS
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: tuple[Mapping[str, Value], ...] = ()
    text: str = ""  # Chinese, for a reply field that means `message`
    code: str = ""
    sends: tuple[Send, ...] = ()
    later: tuple[Later, ...] = ()
    tells: tuple[Tell, ...] = ()
