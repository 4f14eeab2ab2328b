"""Hypothesis strategies for whole requests of a contract: every field from its declared type, with shrinking.

Home of Hypothesis in the engine. Specimen values are drawn often, so that many requests come close to legal ones.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kanhe.contract.leaf import write
from kanhe.contract.values import edges, spoils
from kanhe.model.contract import Contract, Field, FieldType
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.words import Kind
from kanhe.wire.header import held


def requests_of(contract: Contract) -> st.SearchStrategy[Document]:
    """Requests of the contract, legal or not; the smallest is the specimen."""
    fields = [f for f in contract.request if "[]" not in f.path and f.constant is None and not f.path.startswith("path.")
              and not f.path.endswith("*")]  # of what is not declared there is nothing to draw
    return st.lists(st.sampled_from(fields).flatmap(lambda f: st.tuples(st.just(f), nodes(f, contract))), max_size=3).map(
        lambda changes: _changed(contract, changes)
    ) if fields else st.builds(lambda: copy(contract.specimen_request))


def _changed(contract: Contract, changes: list[tuple[Field, Any]]) -> Document:
    document: Document = copy(contract.specimen_request)
    for field, node in changes:
        put(document, field.path, node)
    return document


def nodes(field: Field, contract: Contract) -> st.SearchStrategy[Any]:
    """Nodes for one field: the specimen's, the type's edges and spoils, and drawn ones."""
    charset, framing = contract.party.wire.charset, contract.party.wire.framing
    known = [node for node, _ in (*edges(field.type, charset), *spoils(field.type, charset)) if held(framing, field.path, node)]
    specimen = get(contract.specimen_request, field.path)
    if specimen is not MISSING:
        known.insert(0, specimen)
    drawn = drawn_nodes(field.type, charset).filter(lambda node: held(framing, field.path, node))
    return st.one_of(st.sampled_from(known), drawn) if known else drawn


def drawn_nodes(kind: FieldType, charset: str) -> st.SearchStrategy[Any]:
    """Legal nodes of a type, drawn so that they shrink towards the plain and small."""
    if kind.codes:
        return st.sampled_from(list(kind.codes))
    if kind.kind is Kind.MONEY:
        return st.integers(0, 10**9).map(lambda fen: write(kind, Decimal(fen).scaleb(-2)))
    if kind.kind is Kind.INTEGER:
        return st.integers(0, 10**6).map(lambda n: write(kind, n))
    if kind.kind is Kind.BOOLEAN:
        return st.booleans()
    if kind.kind is Kind.DIGITS:
        return st.text("0123456789", min_size=kind.min_length, max_size=kind.max_length or 12)
    if kind.kind in (Kind.DATE, Kind.TIME, Kind.MOMENT):
        return st.datetimes().map(lambda d: d.strftime("%Y%m%d%H%M%S%f")).map(lambda t: _cut(kind, t))
    if kind.kind is Kind.TEXT and kind.max_bytes:
        codec = "gbk" if charset.upper() in ("GBK", "GB2312") else charset
        safe = st.characters(codec=codec, exclude_categories=("Cc", "Cs", "Co", "Cn"))
        return st.text(safe, max_size=kind.max_length or kind.max_bytes // 2)
    return st.text("ABCXYZ0129-", min_size=kind.min_length, max_size=kind.max_length or 12)


def _cut(kind: FieldType, text: str) -> str:
    if kind.kind is Kind.DATE:
        return text[:8]
    return text[8:14] if kind.kind is Kind.TIME else text[: kind.max_length or 14]
