"""load(root) -> Catalogue: reads every file of a root, collects every problem of every file, then raises once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kanhe.contract.collector import collector_at_rest
from kanhe.contract.crossing import cross_check
from kanhe.contract.fields import Words
from kanhe.contract.filing import is_file, read_file
from kanhe.contract.flows import read_flow
from kanhe.contract.linkages import read_linkage
from kanhe.contract.lookup import Layout
from kanhe.contract.operation import read_operation, with_specimen_types
from kanhe.contract.parts import is_part, read_part
from kanhe.contract.party import PartyDraft, read_party
from kanhe.contract.places import Places
from kanhe.contract.reading import Reading
from kanhe.contract.reconciling import read_reconciliation
from kanhe.contract.rules import VERBS
from kanhe.contract.windows import check_windows, grouped, window_of
from kanhe.contract.yaml import Node, read_bytes, read_yaml
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import Catalogue, Contract, Flow
from kanhe.model.file import FileContract
from kanhe.model.linkage import Linkage
from kanhe.model.meaning import Meaning

BUILT_IN = Path(__file__).parent / "data"
RESERVED_WORDS = frozenset({"message", "send_date", "send_time", "send_moment", "serial"})
WORD_KEYS = ("title", "role", "private")
ROLES = ("key", "money", "party", "status", "count", "time", "serial", "signature", "text", "code")
PRIVATE = ("", "id", "name", "mobile", "card", "account")


def load(root: Path, *, family: str = "", judged: bool = False) -> Catalogue:
    """Every contract below a root; raises ContractError with all problems of all files. family: only what is in the folder of this
    name, without flows, linkages and reconciliations, for who plays one party; everything, where there is no such folder. judged: with the
    flows of the family, and the digest of the whole root, for who judges one party."""
    with collector_at_rest():
        return load_all(root, family, judged)


def load_all(root: Path, family: str, judged: bool) -> Catalogue:
    """What `load` does, while the collector is at rest."""
    if not root.is_dir():
        raise ContractError([Problem(Position(str(root)), "没有这个契约目录", "含 party.yaml 的目录", "检查 --root")])
    reading = Reading()
    files = _Files(root, reading)
    vocabulary = _vocabulary(reading, files)
    codelists = {p.stem: _codes(reading, node) for p, node in files.below("codelists")}
    parameters = _parameters(reading, files)
    words = Words(vocabulary, codelists, "UTF-8")
    contracts: dict[str, Contract] = {}
    filed: dict[str, FileContract] = {}
    parties: dict[str, Any] = {}
    folders = _families(root)
    mine = grouped(folders, family)
    if not folders:
        reading.blame(Position(str(root)), "目录里没有任何 party.yaml", "banks/<族>/party.yaml、units/<族>/party.yaml 或 <族>/party.yaml",
                      "见 docs/contract-language.md")
    kinds = dict[str, frozenset[str]]()  # family -> what its books hold
    for folder in sorted(mine or folders, key=lambda folder: bool(window_of(folder))):
        draft, found, sheets = _family(reading, files, folder, words, parameters, kinds)
        filed |= {contract.id: contract for contract in sheets}
        if draft is not None and (found or not sheets):  # a family of files alone has nobody to talk to
            parties[draft.party.family] = draft.party
            for contract in found:
                if contract.id in contracts:
                    reading.blame(contract.at, f"契约 {contract.id} 重复", "每个 id 只用一次")
                contracts[contract.id] = contract
    layout = Layout(codelists=codelists, parameters=frozenset(parameters))
    flows = _flows(reading, files, contracts, layout, family if mine else "") if judged or not mine else {}
    linkages = {} if mine else _linkages(reading, files, contracts, filed, layout)
    lists = [] if mine else files.below("reconcile")
    reconciliations = {p.stem: read_reconciliation(reading, node, filed, stem=p.stem) for p, node in lists}
    cross_check(reading, contracts, flows, Places(root))
    check_windows(reading, parties, contracts)
    if reading.problems:
        raise ContractError(reading.problems)
    if judged and mine:
        files.skim([*(p for folder in folders for p in (folder / "party.yaml", *_written(folder))),
                    *(p for name in ("linkages", "reconcile") for p in (root / name).glob("*.yaml"))])
    return Catalogue(root=str(root), contracts=contracts, files=filed, reconciliations=reconciliations, parties=parties, flows=flows,
                     linkages=linkages, vocabulary=vocabulary, parameters=parameters, digest=files.digest())


class _Files:
    """The YAML files of a root, read once; remembers their digest."""

    def __init__(self, root: Path, reading: Reading) -> None:
        self.root, self.reading = root, reading
        self.seen: dict[str, bytes] = {}

    def read(self, path: Path) -> Node | None:
        """The root node of one file, None where it could not be read; problems are noted."""
        name = str(path.relative_to(self.root)) if path.is_relative_to(self.root) else path.name
        try:
            data = self.seen[name] = path.read_bytes()
        except OSError:
            node, problems = read_yaml(path, name)  # which tells why
        else:
            node, problems = read_bytes(data, name)
        self.reading.problems += problems
        if node is not None and node.pairs is None:
            self.reading.blame(node.at, f"文件内容是{node.kind}", "映射（键: 值）")
            node = None
        self.reading.partial |= node is None
        return node

    def below(self, folder: str) -> list[tuple[Path, Node]]:
        """Every file of a folder that could be read."""
        found = ((p, self.read(p)) for p in sorted((self.root / folder).glob("*.yaml")))
        return [(p, node) for p, node in found if node is not None]

    def skim(self, paths: Iterable[Path]) -> None:
        """Take the bytes of files that nobody asked for into the digest."""
        for path in paths:
            name = str(path.relative_to(self.root))
            if name not in self.seen:
                with suppress(OSError):
                    self.seen[name] = path.read_bytes()

    def digest(self) -> str:
        """SM3 over names and bytes, in order of name."""
        try:
            total = hashlib.new("sm3")
        except ValueError:  # an OpenSSL without SM3
            total = hashlib.sha256()
        for name, data in sorted(self.seen.items()):
            total.update(name.encode() + b"\0" + data + b"\0")
        return total.hexdigest()


def _families(root: Path) -> list[Path]:
    found = {p.parent for pattern in ("banks/*/party.yaml", "units/*/party.yaml", "*/party.yaml") for p in root.glob(pattern)}
    return sorted(found)


def _written(folder: Path) -> list[Path]:
    """The files of a family beside its party.yaml."""
    return [p for p in sorted(folder.glob("*.yaml")) if p.name != "party.yaml" and "openapi" not in p.name]


def _vocabulary(reading: Reading, files: _Files) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for path in (BUILT_IN / "vocabulary.yaml", files.root / "vocabulary.yaml"):
        node = files.read(path) if path.is_file() else None
        for word, body in reading.mapping(node, "vocabulary").items():
            reading.known(body, WORD_KEYS, f"词 {word}")
            found[word] = Meaning(
                word=word, title=reading.text(body.get("title"), f"词 {word} 的 title", body.at),
                role=reading.word(body.get("role"), f"词 {word} 的 role", ROLES, at=body.at),
                private=reading.word(body.get("private"), "private", PRIVATE[1:]) if body.get("private") else "")
    return found


def _codes(reading: Reading, node: Node) -> dict[str, str]:
    pairs = reading.mapping(node.get("codes") or node, "代码表")
    return {code: reading.text(name, f"代码 {code}") for code, name in pairs.items() if code not in ("title", "source")}


def _parameters(reading: Reading, files: _Files) -> dict[str, Any]:
    """name -> value; a dated parameter is a list of {from, value}, of which the last one holds."""
    path = files.root / "parameters.yaml"
    node = files.read(path) if path.is_file() else None
    found: dict[str, Any] = {}
    for name, body in reading.mapping(node, "parameters").items():
        value = body.get("value") if body.pairs is not None else body
        if value is None or value.text is None:
            reading.blame(body.at, f"参数 {name} 没有 value", "{value: …, from: …, source: …, grade: …}")
        found[name] = _number(value.text or "") if value is not None else ""
    return found


def _number(text: str) -> Any:
    from decimal import Decimal

    whole = text.replace(".", "", 1).removeprefix("-")
    if not whole.isascii() or not whole.isdigit() or (len(whole) > 1 and text[0] == "0" and "." not in text):
        return text
    return Decimal(text) if "." in text else int(text)


def _family(
    reading: Reading, files: _Files, folder: Path, words: Words, parameters: Mapping[str, Any], known: dict[str, frozenset[str]]
) -> tuple[PartyDraft | None, list[Contract], list[FileContract]]:
    node = files.read(folder / "party.yaml")
    if node is None:
        return None, [], []
    everything = [(p, files.read(p)) for p in _written(folder)]
    operations = [(p, op) for p, op in everything if op is None or not (is_file(op) or is_part(op))]
    draft = read_party(reading, node, words, files_only=bool(everything) and not operations)
    draft.parts = {path.stem: read_part(reading, op, draft.words, family=draft.party.family, stem=path.stem, source=draft.source)
                   for path, op in everything if op is not None and is_part(op)}
    kinds = known.get(draft.party.window_of, frozenset()) | frozenset(draft.party.seeds) | frozenset(
        verb.text for _, op in everything if op is not None and not is_file(op)
        for word in ("effects", "marks") for effect in reading.items(op.get(word), word)
        for verb in [next((effect.pairs[v] for v in VERBS if effect.pairs and v in effect.pairs), None)]
        if verb is not None and verb.text)
    known[draft.party.family] = kinds
    found = [
        with_specimen_types(read_operation(reading, op, draft, stem=path.stem, kinds=kinds, parameters=parameters))
        for path, op in operations if op is not None
    ]
    return draft, found, [read_file(reading, op, draft, stem=path.stem, kinds=kinds, parameters=parameters)
                          for path, op in everything if op is not None and is_file(op)]


def _flows(reading: Reading, files: _Files, contracts: Mapping[str, Contract], layout: Layout, family: str) -> dict[str, Flow]:
    """All flows, or those of one family."""
    found: dict[str, Flow] = {}
    for _, node in files.below("flows"):
        if family and (told := node.get("family")) is not None and told.text != family:
            continue
        flow = read_flow(reading, node, list(contracts.values()), layout)
        if flow is not None:
            found[flow.id] = flow
    return found


def _linkages(
    reading: Reading, files: _Files, contracts: Mapping[str, Contract], filed: Mapping[str, FileContract], layout: Layout
) -> dict[str, Linkage]:
    found: dict[str, Linkage] = {}
    for _, node in files.below("linkages"):
        linkage = read_linkage(reading, node, contracts, filed, layout)
        if linkage.id in found:
            reading.blame(linkage.at, f"联动 {linkage.id} 重复", "每个 id 只用一次")
        found[linkage.id] = linkage
    return found
