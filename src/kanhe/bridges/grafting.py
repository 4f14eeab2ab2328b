"""Requests that nearly keep a contract: its specimen, in which a few leaves are replaced by generated ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from kanhe.model.contract import Contract
from kanhe.wire.codec import encode

MOST_GRAFTS = 2
Way = tuple[str | int, ...]


def grafted(cases: Any, contract: Contract) -> Any:
    """A strategy of Schemathesis cases: as generated, or the specimen with at most two generated leaves."""
    specimen = _parts(contract)
    ways = list(_leaves(specimen))

    @st.composite
    def one(draw: Any) -> Any:
        case = draw(cases)
        if not ways or draw(st.integers(0, 3)) == 3:
            return case
        picked = draw(st.lists(st.sampled_from(ways), max_size=MOST_GRAFTS, unique=True))
        whole, other = deepcopy(specimen), {"path": case.path_parameters, "query": case.query, "body": case.body}
        for way in picked:
            _graft(whole, other, way)
        case.path_parameters, case.query = whole["path"] or case.path_parameters, whole["query"] or case.query
        if "body" in whole:
            case.body = whole["body"]
        return case

    return one()


def _parts(contract: Contract) -> dict[str, Any]:
    """The specimen as the three things that a case is made of."""
    request, body = contract.specimen_request, encode(contract, contract.specimen_request, reply=False).body
    parts = {"path": dict(request.get("path", {})), "query": dict(request.get("query", {}))}
    return {**parts, "body": json.loads(body)} if body else parts


def _leaves(node: Any, way: Way = ()) -> Iterator[Way]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, (*way, key))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _leaves(child, (*way, number))
    else:
        yield way


def _graft(whole: Any, other: Any, way: Way) -> None:
    """Put what stands there in the other tree into this one; what the other does not have is taken away."""
    for step in way[:-1]:
        whole = whole[step]
        other = other[step] if _has(other, step) else None
    if _has(other, way[-1]):
        whole[way[-1]] = other[way[-1]]
    elif isinstance(whole, dict):
        whole.pop(way[-1], None)


def _has(node: Any, step: str | int) -> bool:
    return step in node if isinstance(node, dict) else isinstance(node, list) and isinstance(step, int) and step < len(node)
