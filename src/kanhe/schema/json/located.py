"""A JSON file with the place of every value, so that what is said of a schema can be found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kanhe.errors import ContractError, Position, Problem
from kanhe.schema.json.judge import Pointer

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def read_located(text: str, name: str) -> tuple[Any, Callable[[Pointer], Position]]:
    """The data, with exact numbers, and a function that tells where a node stands, or else the nearest node above it.

    Raises ContractError, located, for what is no JSON and for a key that stands twice.
    """
    try:
        data = json.loads(text, parse_float=Decimal, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        raise ContractError([Problem(Position(name, error.lineno, error.colno), f"JSON 写法有误：{error.msg}", "合法的 JSON")]) from None
    except ValueError as error:
        raise ContractError([Problem(Position(name), f"JSON 的键 {error} 出现了两次", "每个键一次")]) from None
    except RecursionError:
        raise ContractError([Problem(Position(name), "JSON 嵌套过深", "较浅的嵌套")]) from None
    places = _places(text)

    def at(pointer: Pointer) -> Position:
        while pointer and pointer not in places:
            pointer = pointer[:-1]
        offset = places.get(pointer, 0)
        return Position(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))

    return data, at


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(next(name for name in names if names.count(name) > 1))
    return found


def _places(text: str) -> dict[Pointer, int]:
    """Pointer -> offset of the key or item; the text is known to be JSON."""
    found: dict[Pointer, int] = {}
    way: list[str] = []  # the parts of the pointer of what is being read
    open_: list[int] = []  # for each container: -1 for an object, else the number of the next item
    key, place = True, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "}]":
            open_.pop()
            way = way[: len(open_)]
        elif sign == ",":
            way = way[: len(open_) - 1]
            key = open_[-1] < 0
        elif sign == ":":
            key = False
        elif open_ and open_[-1] < 0 and key:
            way.append(json.loads(sign))
            place = token.start()
        else:
            if open_ and open_[-1] >= 0:
                way.append(str(open_[-1]))
                open_[-1] += 1
                place = token.start()
            found[tuple(way)] = place
            if sign in "{[":
                open_.append(-1 if sign == "{" else 0)
                key = sign == "{"
    return found
