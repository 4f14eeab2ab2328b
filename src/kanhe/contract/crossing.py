"""What only the whole root shows: rules that are referred to, operations used twice, keys of one kind that differ in length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanhe.contract.places import Places
from kanhe.contract.plans import check_plans
from kanhe.contract.reading import Reading, near
from kanhe.errors import Position
from kanhe.model.contract import Contract, Flow


def cross_check(reading: Reading, contracts: Mapping[str, Contract], flows: Mapping[str, Flow], places: Places) -> None:
    """Note every contradiction between contracts; none of a root that could be read in part only."""
    if reading.partial:
        return
    families: dict[str, list[Contract]] = {}
    for contract in contracts.values():
        families.setdefault(contract.party.family, []).append(contract)
    for family, mine in families.items():
        ids = {r.id for c in mine for r in c.rules} | {r.id for f in flows.values() if f.family == family for r in f.rules}
        _references(reading, mine, ids)
        _operations(reading, mine, places)
        _keys(reading, mine)
        check_plans(reading, mine, places)


def _references(reading: Reading, contracts: list[Contract], ids: set[str]) -> None:
    told: set[tuple[str, Position]] = set()
    for contract in contracts:
        for rule, at in _named(contract):
            if rule and rule not in ids and (rule, at) not in told:
                told.add((rule, at))
                reading.blame(at, f"引用了没有声明的规则 {rule}", "rules: 里有的编号", near(rule, ids) or "在 rules: 里用 declared 声明它")


def _named(contract: Contract) -> Iterator[tuple[str, Position]]:
    yield from ((f.rule, f.at) for f in (*contract.request, *contract.reply))
    yield from ((o.rule, o.at) for o in contract.observes)
    yield contract.echo_rule, contract.at
    yield contract.outcomes.rule, contract.at
    if contract.idempotency is not None:
        yield contract.idempotency.rule, contract.idempotency.at
        yield contract.idempotency.duty, contract.idempotency.at
    if contract.batch is not None:
        yield contract.batch.rule, contract.at
    wire, at = contract.party.wire, contract.party.at
    if wire.framing is not None:
        yield wire.framing.rule, at
    if wire.seal is not None:
        yield wire.seal.rule, at
        yield wire.seal.replay_rule, at
        yield wire.seal.genuine_rule, at
    if wire.cipher is not None:
        yield wire.cipher.rule, at


def _operations(reading: Reading, contracts: list[Contract], places: Places) -> None:
    seen: dict[tuple[str, str], Contract] = {}
    codes = {c.operation for c in contracts if c.kind == "call"}
    for contract in contracts:
        key = (contract.sender, f"{contract.kind}:{contract.operation}")
        if key in seen:
            at = places.at(contract.at.file, "operation")
            reading.blame(at, f"操作 {contract.operation} 与 {seen[key].id} 重复", "同一发送方的操作码各不相同")
        seen[key] = contract
        for number, cause in enumerate(contract.causes):
            if cause not in codes:
                at = places.at(contract.at.file, "causes", str(number))
                reading.blame(at, f"causes 里的 {cause} 不是操作", "、".join(sorted(codes)), near(cause, codes))


def _keys(reading: Reading, contracts: list[Contract]) -> None:
    sizes: dict[str, int] = {k: len(items[0]["key"]) for k, items in contracts[0].party.seeds.items()
                             if items and isinstance(items[0].get("key"), list)}
    for contract in contracts:
        for effect in (*contract.effects, *contract.marks):
            size = sizes.setdefault(effect.kind, len(effect.key))
            if effect.key and size != len(effect.key):
                reading.blame(effect.at, f"{effect.kind} 的键有 {len(effect.key)} 部分", f"{size} 部分，与别处一致")
