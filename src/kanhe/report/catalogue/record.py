"""The catalogue as data for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanhe.model.contract import Catalogue, Contract, Field, Rule, Source
from kanhe.model.linkage import Consequence, Following, Linkage, Listing
from kanhe.model.reconcile import Reconciliation
from kanhe.report.catalogue.examples import told
from kanhe.report.catalogue.fields import every_field
from kanhe.report.catalogue.shelf import AnyRule, Family, Interface, System
from kanhe.report.catalogue.specimen import shown


def record(
    catalogue: Catalogue, found: Sequence[System], linked: Sequence[Linkage], reconciled: Sequence[Reconciliation]
) -> dict[str, Any]:
    """Systems, families, interfaces, fields, rules, linkages; bytes as hexadecimal text."""
    return {"digest": catalogue.digest,
            "systems": [{"id": s.id, "title": s.title, "families": [_family(f) for f in s.families]} for s in found],
            "linkages": [{"id": one.id, "title": one.title, "source": _source(one.source), "at": str(one.at),
                          "consequences": list(map(_consequence, one.consequences)), "listings": list(map(_listing, one.listings))}
                         for one in linked],
            "reconciliations": [{"id": r.id, "title": r.title, "source": _source(r.source), "sides": [s.name for s in r.sides]}
                                for r in reconciled]}


def _family(family: Family) -> dict[str, Any]:
    party = family.party
    return {"family": party.family, "title": party.title, "roles": dict(party.roles), "at": str(party.at),
            "rules": [_rule(r) for r in family.shared], "interfaces": [_interface(i) for i in family.interfaces],
            "flows": [{"id": f.id, "title": f.title, "thing": f.kind, "initial": f.initial,
                       "transitions": [{"from": a, "to": b, "by": by} for a, b, by in f.transitions],
                       "rules": [_rule(r) for r in f.rules]} for f in family.flows]}


def _consequence(one: Consequence) -> dict[str, Any]:
    return {**_following(one), "comes": one.comes.id, "values": {path: formula.text for path, formula in one.values.items()}}


def _listing(one: Listing) -> dict[str, Any]:
    key = {name: formula.text for name, formula in one.key.items()}
    return {**_following(one), "file": one.file.id, "key": key, "amount": one.amount.text,
            "values": {name: formula.text for name, formula in one.values.items()}}


def _following(one: Following) -> dict[str, Any]:
    return {"id": one.id, "says": one.says, "level": one.level.value, "grade": one.source.grade.value, "source": _source(one.source),
            "after": one.after.id, "where": one.where.text if one.where is not None else "", "at": str(one.at)}


def _interface(interface: Interface) -> dict[str, Any]:
    item = interface.item
    found: dict[str, Any] = {
        "id": item.id, "title": item.title, "kind": interface.kind, "operation": interface.operation, "sends": item.sender,
        "receives": item.receiver, "owner": item.owner, "severity": item.severity, "source": _source(item.source), "at": str(item.at),
        "rules": [_rule(r) for r in interface.rules]}
    if isinstance(item, Contract):
        found |= {"moves_money": item.moves_money, "request": [_field(f) for f in item.request], "reply": [_field(f) for f in item.reply],
                  "specimen": {"reply" if side.title == "应答" else "request": side.raw.hex() for side, _ in shown(item)}}
    else:
        found |= {"fields": [_field(f) for f in every_field(item)], "specimen_file": item.specimen}
    return found


def _field(field: Field) -> dict[str, Any]:
    kind = field.type
    found = {"path": field.path, "title": field.title, "type": kind.text, "means": field.means, "required": field.required,
             "constant": field.constant, "limit_bytes": kind.max_bytes, "limit_signs": kind.max_length, "codes": dict(kind.codes),
             "rule": field.rule}
    return {name: value for name, value in found.items() if value not in ("", None, 0, {}) or name == "required"}


def _rule(rule: AnyRule) -> dict[str, Any]:
    found = {"id": rule.id, "says": rule.says, "on": rule.on, "level": rule.level.value, "grade": rule.source.grade.value,
             "source": _source(rule.source), "holds": rule.holds.text if rule.holds else "",
             "check": rule.check if isinstance(rule, Rule) else "", "at": str(rule.at),
             "accepts": told(rule.accepts) if rule.accepts else [], "refuses": told(rule.refuses) if rule.refuses else []}
    return {name: value for name, value in found.items() if value not in ("", [])}


def _source(source: Source) -> dict[str, str]:
    return {"document": source.document, "clause": source.clause, "grade": source.grade.value}
