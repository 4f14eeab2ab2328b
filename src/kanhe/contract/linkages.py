"""Reading linkages: promises that lie between the families of one house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kanhe.contract.hours import read_start
from kanhe.contract.listings import read_file, read_key, read_row
from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.telling import read_values, row_layout, spoken
from kanhe.contract.yaml import Node
from kanhe.errors import those
from kanhe.model.contract import Contract, Source
from kanhe.model.file import FileContract
from kanhe.model.formula import Formula
from kanhe.model.linkage import Consequence, Following, Linkage, Listing

KEYS = ("id", "title", "source", "starts", "passes", "filed", "unused", "consequences", "listings")
COMMON_KEYS = ("id", "says", "level", "source", "after", "each", "where")
CONSEQUENCE_KEYS = (*COMMON_KEYS, "comes", "values")
LISTING_KEYS = (*COMMON_KEYS, "file", "key", "amount", "values")

_REPLY = re.compile(r"\breply\b", re.ASCII)
_TIME = re.compile(r"\+[1-9][0-9]{0,3}(s|m|h|d|wd)|next-(working-day|cutoff|day-switch)", re.ASCII)


def read_linkage(
    reading: Reading, node: Node, contracts: Mapping[str, Contract], files: Mapping[str, FileContract], layout: Layout
) -> Linkage:
    """One linkage file; every mistake is noted."""
    reading.known(node, KEYS, "联动")
    source = reading.source(node.get("source"), Source())
    name = reading.text(node.get("id"), "id", node.at)
    if name in contracts:  # the plan tells them by their ids
        at, family = (node.get("id") or node).at, name.partition(".")[0]
        reading.blame(at, f"联动的 id {name} 已是一份契约的 id", "自己的 id", f"如 linkage.{family}")
    found = [_consequence(reading, item, contracts, layout, source) for item in reading.items(node.get("consequences"), "consequences")]
    listed = [_listing(reading, item, contracts, files, layout, source) for item in reading.items(node.get("listings"), "listings")]
    if not found and not listed:
        reading.blame(node.at, "联动没有 consequences", "- {id: …, says: …, after: …, comes: …, values: {…}}")
    if listed and node.get("filed") is None:
        reading.blame((node.get("listings") or node).at, "有 listings，没有说过多久文件才到", "filed: +1d、+3wd 之类", "如 filed: +1d")
    _told_apart(reading, [one for one in (*found, *listed) if one is not None])
    unused = [_event(reading, item, contracts) for item in reading.items(node.get("unused"), "unused")]
    return Linkage(
        id=name, title=reading.text(node.get("title"), "title", node.at), starts=read_start(reading, node.get("starts")),
        passes=_time(reading, node.get("passes"), "passes"), filed=_time(reading, node.get("filed"), "filed"),
        consequences=tuple(c for c in found if c is not None), listings=tuple(one for one in listed if one is not None),
        unused=frozenset(c.id for c in unused if c is not None), source=source, at=node.at)


def _told_apart(reading: Reading, promises: Iterable[Following]) -> None:
    ids = set[str]()
    for one in promises:
        if one.id in ids:
            reading.blame(one.at, f"编号 {one.id} 用了两次", "一条联动一个编号", f"如 {one.id}A")
        ids.add(one.id)


def _time(reading: Reading, node: Node | None, key: str) -> str:
    text = reading.text(node, key, default="")
    if node is not None and not _TIME.fullmatch(text):
        reading.blame(node.at, f"{key} 写作 {text}", "+7d、+3wd（工作日）、next-working-day、next-day-switch 之类", f"如 {key}: +1d")
    return text


def _consequence(
    reading: Reading, node: Node, contracts: Mapping[str, Contract], layout: Layout, source: Source
) -> Consequence | None:
    reading.known(node, CONSEQUENCE_KEYS, "联动")
    name, says = reading.text(node.get("id"), "id", node.at), reading.text(node.get("says"), "says", node.at)
    after, comes = _contract(reading, node, "after", contracts), _event(reading, node.get("comes"), contracts, node)
    if after is None or comes is None:
        return None
    at = (node.get("comes") or node).at
    if comes.party.home == after.party.home:
        reading.blame(at, f"{after.id} 和 {comes.id} 在同一个契约族", "另一族的事件", "同一族之内的事写在 effects 里")
    _known_beforehand(reading, node, comes)
    each, here = _each(reading, node, after, contracts, layout)
    return Consequence(id=name, says=says, after=after, comes=comes, each=each, where=reading.formula(node.get("where"), here),
                       values=read_values(reading, node, comes, here), level=reading.level(node.get("level")),
                       source=reading.source(node.get("source"), source), at=node.at)


def _listing(
    reading: Reading, node: Node, contracts: Mapping[str, Contract], files: Mapping[str, FileContract], layout: Layout, source: Source
) -> Listing | None:
    reading.known(node, LISTING_KEYS, "列入文件的约定")
    name, says = reading.text(node.get("id"), "id", node.at), reading.text(node.get("says"), "says", node.at)
    after, file = _contract(reading, node, "after", contracts), read_file(reading, node, files)
    if after is None or file is None:
        return None
    each, here = _each(reading, node, after, contracts, layout)
    key, amount = read_key(reading, node, file, here), reading.formula(node.get("amount"), here)
    if node.get("amount") is None:
        reading.blame(node.at, "没有 amount", f"amount: 金额的公式，与文件的 {file.matching.amount} 列相比（元）")
    if amount is None:
        return None
    return Listing(id=name, says=says, after=after, file=file, key=key, amount=amount, values=read_row(reading, node, file, here),
                   each=each, where=reading.formula(node.get("where"), here), level=reading.level(node.get("level")),
                   source=reading.source(node.get("source"), source), at=node.at)


def _each(
    reading: Reading, node: Node, after: Contract, contracts: Mapping[str, Contract], layout: Layout
) -> tuple[Formula | None, Layout]:
    """The list of which each row counts, and what the other formulas may speak of."""
    here = replace(layout, kinds=_kinds(contracts, after), charset=after.party.wire.charset,
                   request={f.path: f.type for f in after.request}, reply={f.path: f.type for f in after.reply})
    each = reading.formula(node.get("each"), here)
    return each, row_layout(here, each.text) if each is not None else here


def _known_beforehand(reading: Reading, node: Node, comes: Contract) -> None:
    """The message of an event may come before the reply that tells why: what it is about must be told by the request."""
    if not comes.causes:
        return
    for formula in spoken(reading, node):
        if formula is not None and formula.text is not None and (found := _REPLY.search(formula.text)):
            what = f"这里用了 reply，而事件 {comes.id} 的报文（{'、'.join(comes.causes)}）可能先于应答到达"
            reading.blame(formula.place(found.start()), what, "只用 request 和账", f"或在 {comes.party.family} 另写一个没有 causes 的事件")


def _kinds(contracts: Mapping[str, Contract], after: Contract) -> frozenset[str]:
    mine = (c for c in contracts.values() if c.party.home == after.party.home)
    return frozenset(e.kind for c in mine for e in c.effects) | frozenset(after.party.seeds)


def _contract(reading: Reading, node: Node, key: str, contracts: Mapping[str, Contract]) -> Contract | None:
    body = node.get(key)
    name = reading.text(body, key, node.at)
    found = contracts.get(name)
    if found is None and name and not reading.partial:
        reading.blame((body or node).at, f"没有契约 {name}", those(contracts, name), near(name, contracts))
    return found


def _event(reading: Reading, body: Node | None, contracts: Mapping[str, Contract], around: Node | None = None) -> Contract | None:
    """The event of that id."""
    at = body.at if body is not None else around.at if around is not None else None
    name = reading.text(body, "comes", at)
    events = {c.id: c for c in contracts.values() if c.kind == "stimulus"}
    found = events.get(name)
    if found is None and name and not reading.partial and at is not None:
        what = f"{name} 是报文，不是事件" if name in contracts else f"没有事件 {name}"
        reading.blame(at, what, those(events, name), near(name, events))
    return found
