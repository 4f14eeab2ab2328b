"""Allure's labels of a promise: epic = system, feature = peer, story = contract in Chinese, and who looks after it."""

from __future__ import annotations

from kanhe.model.contract import Catalogue

SEVERITIES = ("blocker", "critical", "normal", "minor")


def labels_of(catalogue: Catalogue | None, peer: str, contract: str) -> dict[str, str]:
    """Name -> value; a label without a value is left out."""
    call = catalogue.contracts.get(contract) if catalogue else None
    flow = catalogue.flows.get(contract) if catalogue else None
    found = {
        "epic": call.party.system_title if call else "跨接口流程", "feature": peer,
        "story": f"{call.operation} {call.title}" if call else flow.title if flow else contract,
        "severity": call.severity if call and call.severity in SEVERITIES else "normal", "owner": call.owner if call else "",
        "layer": "契约",
    }
    return {name: value for name, value in found.items() if value}
