"""The closed word lists that everything else is written in."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one promise. A dead bank, a lying bank and our own bug never share a value."""

    KEPT = "kept"  # 守约
    BROKEN = "broken"  # 不符
    NOTED = "noted"  # 提示: a should/note rule did not hold
    UNREACHED = "unreached"  # 不可达: the peer could not be reached
    SKIPPED = "skipped"  # 未测到: planned, but nothing exercised it
    HARNESS = "harness"  # 本方故障: our own fault


class ReplyClass(StrEnum):
    """What a reply says about the request, whatever its code; UNKNOWN is also the class of no reply at all."""

    SUCCESS = "success"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    FAULT = "fault"


class Level(StrEnum):
    """How binding a rule is; a broken `must` fails the run, the others are noted."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"


class Grade(StrEnum):
    """How well a claim is sourced: public source, known public rule, modelled here."""

    SOURCED = "S"
    KNOWN = "K"
    MODELLED = "M"


class Intent(StrEnum):
    """What a case expects of an honest peer."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    SURVIVE = "survive"


class Kind(StrEnum):
    """The value behind a field type; decides parsing and comparison."""

    TEXT = "text"  # str, compared as written
    DIGITS = "digits"  # str of ASCII digits: codes and numbers that are never calculated with
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal
    MONEY = "money"  # Decimal yuan, whatever the unit on the wire
    DATE = "date"  # str yyyyMMdd
    TIME = "time"  # str HHmmss
    MOMENT = "moment"  # str yyyyMMddHHmmss or yyyyMMddHHmmssSSS
    BOOLEAN = "boolean"  # bool
    CODE = "code"  # str of a code list
