"""Which values of a request its sender makes anew, and what the books hold of a request without any rule."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.model.contract import Contract

_CREATED: dict[int, tuple[Contract, frozenset[str]]] = {}  # by identity; a contract never changes


def creates(contract: Contract) -> frozenset[str]:
    """Request paths (with []) that bring a new key into the world, so that their values must be new."""
    known = _CREATED.get(id(contract))
    if known is None or known[0] is not contract:
        known = _CREATED[id(contract)] = contract, _created(contract)
    return known[1]


def _created(contract: Contract) -> frozenset[str]:
    opened = {
        path for e in contract.effects if e.verb == "open" for part in e.key for path in request_paths(part.paths, e.each)
    }
    asked = {
        path for r in contract.rules if r.on == "state" and r.holds is not None and "not exists" not in r.holds.text
        for path in request_paths(r.holds.paths, r.each)
    }
    keys = set(contract.idempotency.key) if contract.idempotency else set()
    return frozenset((opened | keys) - asked) | frozenset(f.path for f in contract.request if f.means == "serial")


def request_paths(paths: frozenset[str], each: str) -> set[str]:
    """What a formula reads of the request, as paths inside it with []; each: the list that its `row` stands for, `request.…`."""
    found = {p.removeprefix("request.") for p in paths if p.startswith("request.")}
    if each.startswith("request."):
        head = each.removeprefix("request.")
        found |= {f"{head}[].{p.removeprefix('row.')}" for p in paths if p.startswith("row.")}
    return found


def of_books(contract: Contract) -> Iterator[str]:
    """Promises of either side that the books hold without a rule: a known key keeps its content, and statuses allow the request."""
    if contract.idempotency is not None:
        yield contract.idempotency.rule or f"{contract.id}:idempotent"
    if any(effect.verb == "move" and effect.source for effect in contract.effects):
        yield f"{contract.id}:moves"
