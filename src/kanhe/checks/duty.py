"""What a sender owes after an answer of unknown outcome: the same business under a new key may be the second payment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanhe.contract.issued import creates
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get
from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome


def owes_duty(contract: Contract) -> bool:
    """Whether the sender makes the business key itself, so that it could make another one for the same business."""
    return contract.idempotency is not None and bool(set(contract.idempotency.key) & creates(contract))


def duty_of(contract: Contract) -> str:
    """The promise to keep the key after an unknown outcome."""
    return (contract.idempotency.duty if contract.idempotency is not None else "") or f"{contract.id}:duty"


def judge_duty(contract: Contract, request: Document, unknown: Sequence[Exchange]) -> Iterator[Verdict]:
    """Verdicts on a request of the peer after earlier ones of it had no readable answer."""
    if contract.idempotency is None:
        return
    key = contract.idempotency.key
    for earlier in unknown:
        if earlier.contract.id != contract.id or _business(contract, earlier.request) != _business(contract, request):
            continue
        same = all(get(earlier.request, path) == get(request, path) for path in key)
        why = earlier.notes.get("fault", "没有可读的应答")
        yield Verdict(
            contract=contract.id, promise=duty_of(contract), outcome=Outcome.KEPT if same else Outcome.BROKEN, where=key[0],
            says=f"上一次{why}，结果未知，却换了业务键重发同一笔业务", expected="用原业务键重发，或先查询",
            actual="原业务键" if same else f"新业务键 {get(request, key[0])}（原为 {get(earlier.request, key[0])}）")


def _business(contract: Contract, request: Document | None) -> tuple[object, ...]:
    """What makes two requests the same, as far as it is not the key; else every leaf that is neither key nor of one sending."""
    key = set(contract.idempotency.key) if contract.idempotency else set()
    declared = set(contract.idempotency.content) - key if contract.idempotency else set()
    paths = declared or {f.path.partition("[]")[0] for f in contract.request if f.role not in ("time", "serial", "signature")} - key
    return tuple(repr(get(request, path)) for path in sorted(paths))
