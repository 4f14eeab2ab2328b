"""Which values of a request its sender makes anew."""

from __future__ import annotations

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
