"""Allure's labels of a promise: epic = system, feature = peer, story = contract in Chinese, and who looks after it."""

from __future__ import annotations

from kanhe.model.contract import Catalogue, Contract
from kanhe.model.file import FileContract

SEVERITIES = ("blocker", "critical", "normal", "minor")


def interface_of(catalogue: Catalogue | None, contract: str) -> Contract | FileContract | None:
    """The contract of that id, of a message or of a file; None for a flow and for what nobody knows."""
    if catalogue is None:
        return None
    found: Contract | FileContract | None = catalogue.contracts.get(contract) or catalogue.files.get(contract)
    return found


def name_of(catalogue: Catalogue | None, contract: str) -> str:
    """A contract or a flow as people call it."""
    known = interface_of(catalogue, contract)
    if known is not None:
        return f"{known.operation} {known.title}" if isinstance(known, Contract) else known.title
    flow = catalogue.flows.get(contract) or catalogue.linkages.get(contract) if catalogue else None
    return flow.title if flow else contract


def labels_of(catalogue: Catalogue | None, peer: str, contract: str) -> dict[str, str]:
    """Name -> value; a label without a value is left out."""
    call = interface_of(catalogue, contract)
    found = {
        "epic": call.party.system_title if call else "跨接口流程", "feature": peer,
        "story": name_of(catalogue, contract),
        "severity": call.severity if call and call.severity in SEVERITIES else "normal", "owner": call.owner if call else "",
        "layer": "契约",
    }
    return {name: value for name, value in found.items() if value}
