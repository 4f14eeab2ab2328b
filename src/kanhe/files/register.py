"""What is remembered from file to file: deliveries by number, the last file of each series, the last rows by key.

Kept in memory, and as JSON where a path is given; only accepted files enter it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.files.chains import Chain
from kanhe.files.rows import new_chain
from kanhe.model.contract import FieldType
from kanhe.model.file import Cells, FileContract
from kanhe.model.formula import Value

VERSION = 1
Key = tuple[str, ...]


@dataclass(slots=True)
class Memory:
    """What is known of one contract. delivered: number -> (digest, name); last: series -> parts of its last file; chains: the last
    rows by key, by name; refused: series -> the order of files that were refused since: what follows one of them is not compared with
    what went before it."""

    delivered: dict[Key, tuple[str, str]] = field(default_factory=dict)
    last: dict[str, Mapping[str, Cells]] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)

    def in_doubt(self, series: str, order: str) -> bool:
        """Whether a refused file lies between the last accepted one and this one."""
        return any(one < order for one in self.refused.get(series, ()))

    def told(self, series: str, order: str, *, accepted: bool) -> None:
        """A file of this order was accepted or refused."""
        if accepted:
            self.refused[series] = {one for one in self.refused.get(series, ()) if one > order}
        else:
            self.refused.setdefault(series, set()).add(order)


class Register:
    """The memory of all contracts."""

    def __init__(self) -> None:
        self._known: dict[str, Memory] = {}
        self._raw: dict[str, Any] = {}

    def of(self, contract: FileContract) -> Memory:
        """The memory of one contract."""
        if contract.id not in self._known:
            self._known[contract.id] = _memory(contract, self._raw.get(contract.id, {}))
        return self._known[contract.id]

    @classmethod
    def load(cls, path: Path) -> Register:
        """The register of a file; an empty one where there is none yet. Raises UsageError for what is no register."""
        found = cls()
        if path.exists():
            try:
                data = json.loads(path.read_text("utf-8"))
                if data["version"] != VERSION:
                    raise ValueError("version")
                found._raw = dict(data["contracts"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                why = reason(error) if isinstance(error, OSError) else "内容不是登记簿"
                raise UsageError(Problem(Position(str(path)), f"读不了登记簿：{why}", "kanhe file check --register 写下的文件",
                                         "换一个文件名，从头登记")) from None
        return found

    def save(self, path: Path, contracts: Mapping[str, FileContract]) -> None:
        """Write the register beside the old one, then put it in its place."""
        known = dict(self._raw) | {name: _data(contracts[name], memory) for name, memory in self._known.items()}
        fresh = path.with_name(f"{path.name}.tmp")
        try:
            fresh.write_text(json.dumps({"version": VERSION, "contracts": known}, ensure_ascii=False, indent=1) + "\n", "utf-8")
            fresh.replace(path)
        except OSError as error:
            raise UsageError(Problem(Position(str(path)), f"写不了登记簿：{reason(error)}", "可写的目录")) from None


def _types(contract: FileContract) -> dict[str, dict[str, FieldType]]:
    types = {r.part: {c.name: c.field.type for c in r.columns} for r in contract.records}
    types["name"] = {p.field.path: p.field.type for p in contract.name.parts}
    return types


def _texts(cells: Cells, types: Mapping[str, FieldType]) -> dict[str, str]:
    return {k: str(write(types[k], v)) for k, v in cells.items() if v is not None and k in types}


def _values(texts: Mapping[str, str], types: Mapping[str, FieldType], charset: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in texts.items():
        try:
            if name in types:
                found[name] = read(types[name], text, charset)
        except BadLeaf:
            continue  # the contract has changed since: what no longer fits is forgotten
    return found


def _data(contract: FileContract, memory: Memory) -> dict[str, Any]:
    types = _types(contract)
    return {
        "delivered": [[list(k), *v] for k, v in memory.delivered.items()],
        "last": {k: {p: _texts(cells, types.get(p, {})) for p, cells in parts.items()} for k, parts in memory.last.items()},
        "refused": {k: sorted(orders) for k, orders in memory.refused.items() if orders},
        "chains": {name: {"columns": list(chain.columns), "rows": list(chain.rows())} for name, chain in memory.chains.items()},
    }


def _memory(contract: FileContract, data: Mapping[str, Any]) -> Memory:
    types = _types(contract)
    return Memory(
        delivered={tuple(k): (digest, name) for k, digest, name in data.get("delivered", [])},
        last={k: {p: _values(cells, types.get(p, {}), contract.charset) for p, cells in parts.items()}
              for k, parts in data.get("last", {}).items()},
        refused={k: set(orders) for k, orders in data.get("refused", {}).items()},
        chains={name: _chain(contract, name, chain) for name, chain in data.get("chains", {}).items()})


def _chain(contract: FileContract, name: str, data: Mapping[str, Any]) -> Chain:
    chain = new_chain(contract, name)
    for key, texts in data["rows"]:
        told = dict(zip(data["columns"], texts, strict=True))
        chain.load(key, [told.get(c) for c in chain.columns])
    return chain
