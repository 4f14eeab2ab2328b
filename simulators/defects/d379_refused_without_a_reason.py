"""#379: a refusal does not say why."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document

NUMBER = 379
TITLE = "不收的报文不写原因"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-06A",)


def reply(contract: Contract, request: Document, answer: Document | None) -> Document | None:
    """No text."""
    fault = answer.get("Fault") if answer is not None else None
    if isinstance(fault, dict):
        fault.pop("faultstring", None)
    return answer
