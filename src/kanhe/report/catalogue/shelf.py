"""Which interfaces there are, in order: systems, families, interfaces with the rules of their own, flows, linkages and reconciliations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kanhe.model.contract import Catalogue, Contract, Flow, Party, Rule, Source
from kanhe.model.file import FileContract, FileRule
from kanhe.model.linkage import Following, Linkage
from kanhe.model.reconcile import Reconciliation
from kanhe.model.words import Grade, Level, ReplyClass

AnyRule = Rule | FileRule
LEVELS = {Level.MUST: "必守", Level.SHOULD: "应守", Level.NOTE: "提示"}
GRADES = {Grade.SOURCED: "公开来源", Grade.KNOWN: "公知规定，数字待确认", Grade.MODELLED: "本项目拟定"}
KINDS = {"call": "报文", "stimulus": "事件", "file": "文件"}
CLASSES = {ReplyClass.SUCCESS: "成功", ReplyClass.DUPLICATE: "重复", ReplyClass.REFUSED: "拒绝", ReplyClass.PROCESSING: "处理中",
           ReplyClass.UNKNOWN: "结果未知", ReplyClass.FAULT: "故障"}
SEVERITIES = {"blocker": "最高", "critical": "高", "normal": "一般", "minor": "低"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One operation, event or file. rules: its own, without those that the whole family shares."""

    item: Contract | FileContract
    rules: tuple[AnyRule, ...]

    @property
    def kind(self) -> str:
        """call, stimulus or file."""
        return self.item.kind if isinstance(self.item, Contract) else "file"

    @property
    def operation(self) -> str:
        """The code by which it is called; for a file the pattern of its name."""
        return self.item.operation if isinstance(self.item, Contract) else self.item.name.pattern

    @property
    def short(self) -> str:
        """The last part of the id."""
        return self.item.id.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What two parties say to each other. shared: rules of every interface."""

    party: Party
    interfaces: tuple[Interface, ...]
    shared: tuple[Rule, ...]
    flows: tuple[Flow, ...]

    @property
    def rules(self) -> list[AnyRule]:
        """Every rule once."""
        return [*self.shared, *(r for i in self.interfaces for r in i.rules), *(r for f in self.flows for r in f.rules)]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One of the bureau's systems."""

    id: str
    title: str
    families: tuple[Family, ...]


def systems(catalogue: Catalogue, only: str = "") -> list[System]:
    """Everything that `only` picks: a shell pattern on id, code, family or system. [] where it picks nothing."""
    parties = {p.family: p for p in catalogue.parties.values()} | {f.party.family: f.party for f in catalogue.files.values()}
    families = [found for _, party in sorted(parties.items()) if (found := _family(catalogue, party, only)) is not None]
    titles = {f.party.system: f.party.system_title for f in families}
    return [System(id=name, title=title, families=tuple(f for f in families if f.party.system == name))
            for name, title in sorted(titles.items())]


def reconciliations(catalogue: Catalogue, only: str = "") -> list[Reconciliation]:
    """Those of which `only` picks the name."""
    return [r for name, r in sorted(catalogue.reconciliations.items()) if not only or fnmatchcase(name, only)]


def linkages(catalogue: Catalogue, only: str = "") -> list[Linkage]:
    """Those of which `only` picks the name or a family that takes part."""
    return [one for name, one in sorted(catalogue.linkages.items())
            if not only or any(fnmatchcase(word, only) for word in (name, *(family for family, _ in (*one.seats, *one.places))))]


def _family(catalogue: Catalogue, party: Party, only: str) -> Family | None:
    mine: list[Contract | FileContract] = [*(c for c in catalogue.contracts.values() if c.party.family == party.family),
                                           *(c for c in catalogue.files.values() if c.party.family == party.family)]
    interfaces = [Interface(item=c, rules=tuple(r for r in c.rules if r.at.file != party.at.file)) for c in mine]
    whole = not only or fnmatchcase(party.family, only) or fnmatchcase(party.system, only)
    picked = tuple(i for i in interfaces if whole or fnmatchcase(i.item.id, only) or fnmatchcase(i.operation, only))
    shared = {r.id: r for c in mine for r in c.rules if isinstance(r, Rule) and r.at.file == party.at.file}
    flows = tuple(f for f in catalogue.flows.values() if f.family == party.family and (whole or fnmatchcase(f.id, only)))
    return Family(party=party, interfaces=picked, shared=tuple(shared.values()), flows=flows) if picked or flows else None


def counted(rules: Sequence[AnyRule | Following]) -> str:
    """`必守 3 提示 1 / S 2 M 2`."""
    levels, grades = Counter(r.level for r in rules), Counter(r.source.grade for r in rules)
    return " ".join(f"{LEVELS[v]} {levels[v]}" for v in Level if levels[v]) + " / " + " ".join(
        f"{v.value} {grades[v]}" for v in Grade if grades[v]) if rules else "无"


def cited(source: Source) -> str:
    """Document, clause and grade of a claim, as far as they are said."""
    return " ".join(p for p in (source.document, source.clause) if p) + f"（{source.grade.value} 级）"
