"""`kanhe new interface`: a contract with its specimen, and the specimen's bytes in fixtures/; the family too, where it is new."""

from __future__ import annotations

import argparse
import difflib
import re
from dataclasses import replace
from pathlib import Path

from kanhe.cli.new.drafts import Draft, event, file, message, party
from kanhe.cli.new.writing import clean, fixtures_of, fresh, told, written
from kanhe.cli.paths import contracts_root
from kanhe.contract.load import load
from kanhe.errors import Position, Problem, UsageError, those
from kanhe.model.contract import Catalogue, Contract, Party
from kanhe.wire.codec import encode
from kanhe.wire.framing import frame

NAME = re.compile(r"[a-z][a-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*")
MAKERS = {"message": message, "event": event, "file": file}


def run(args: argparse.Namespace) -> int:
    """Write the contract, then its bytes; raises UsageError or ContractError, and then nothing is left behind."""
    root = contracts_root(args.root)
    if not NAME.fullmatch(args.id):
        raise UsageError(Problem(Position("FAMILY.NAME"), f"接口写作 {args.id}", "族名.接口名：族名小写字母开头，其余字母、数字和下划线",
                                 "例如 land_margin.G00014"))
    family, _, name = args.id.partition(".")
    catalogue = clean(root) if root.is_dir() and any(root.rglob("party.yaml")) else None
    known = _parties(catalogue)
    if not args.family_title and family not in known:
        near = difflib.get_close_matches(family, list(known), 1)
        raise UsageError(Problem(Position("FAMILY.NAME"), f"没有契约族 {family}", those(known, family) or "先新建一个契约族",
                                 f"是不是想写 {near[0]}？" if near else "新的契约族加 --family-title 中文名称"))
    if args.family_title and family in known:
        raise UsageError(Problem(Position("--family-title"), f"契约族 {family} 已经有了（{known[family].at.file}）", "去掉 --family-title"))
    folder = root / Path(known[family].at.file).parent if family in known else root / args.group / family
    _taken(catalogue, args.id)
    path = folder / f"{name}.yaml"
    fresh(path, "FAMILY.NAME")
    texts = {} if family in known else {folder / "party.yaml": party(args, family)}
    if texts:
        fresh(folder / "party.yaml", "FAMILY.NAME")
    sender = _sender(args.sends, list(known[family].roles) if family in known else ["bureau", "bank"])
    mine = [c for c in catalogue.contracts.values() if c.party.family == family] if catalogue else []
    draft = Draft(id=args.id, title=args.title, operation=args.operation, sender=sender, sibling=_sibling(mine, sender),
                  party=known.get(family), wire=args.wire, envelope=_envelope(mine))
    text, specimen = MAKERS[args.kind](draft)
    files = {**{p: t.encode() for p, t in texts.items()}, path: text.encode()}
    mirror = fixtures_of(root, folder) if folder.exists() else root.resolve().parent / "fixtures" / args.group / family
    for file_name, data in specimen.items():
        fresh(mirror / file_name, "FAMILY.NAME")
        files[mirror / file_name] = data
    lines = text.splitlines()
    operation = next((line.partition(": ")[2].strip("'") for line in lines if line.startswith("operation: ")), "")

    def retold(problem: Problem) -> Problem:
        """Of the operation's code, where the code is at fault: the file is gone again."""
        ours = problem.at.file.endswith(f"{folder.name}/{name}.yaml")
        return replace(problem, at=Position("--operation"), hint="") if ours and operation and operation in problem.found else problem

    written(root, files, retold)
    return _with_bytes(root, args, files, mirror)


def _with_bytes(root: Path, args: argparse.Namespace, files: dict[Path, bytes], mirror: Path) -> int:
    """The specimens as they go over the wire, for a message; everything is taken back where they cannot be written."""
    more: dict[Path, bytes] = {}
    contract = load(root).contracts.get(args.id)
    if contract is not None and contract.kind == "call":
        for side, document, reply in (("request", contract.specimen_request, False), ("reply", contract.specimen_reply, True)):
            body, framing = encode(contract, document, reply=reply).body, contract.party.wire.framing
            path = mirror / f"{contract.id.rpartition('.')[2]}.{side}.bin"
            if path.exists():
                for made in files:
                    made.unlink(missing_ok=True)
                fresh(path, "FAMILY.NAME")
            more[path] = frame(framing, body) if framing else body
        more |= _indexed(mirror / "index.yaml", contract)
    written(root, more)
    main = next(p for p in files if p.suffix == ".yaml" and p.name != "party.yaml")
    then = [f"kanhe verify --only '{args.id}@{contract.party.roles[contract.receiver]}'"] if contract is not None and more else []
    return told([*files, *more], f"改 {main}：字段、约定、账上发生什么", "kanhe lint", *then)


def _indexed(path: Path, contract: Contract) -> dict[Path, bytes]:
    """The list of a folder of bytes, where there is one, with the new ones."""
    if not path.is_file():
        return {}
    name = contract.id.rpartition(".")[2]
    lines = [f"  {name}.{side}.bin: {{operation: {contract.operation}, side: {side}, from: M}}\n" for side in ("request", "reply")]
    old = path.read_text("utf-8")
    return {path: old.replace("good:\n", "good:\n" + "".join(lines), 1).encode()} if "good:\n" in old else {}


def _parties(catalogue: Catalogue | None) -> dict[str, Party]:
    if catalogue is None:
        return {}
    return {p.family: p for p in catalogue.parties.values()} | {f.party.family: f.party for f in catalogue.files.values()}


def _taken(catalogue: Catalogue | None, said: str) -> None:
    known = {**catalogue.contracts, **catalogue.files} if catalogue else {}
    if said in known:
        there = known[said]
        raise UsageError(Problem(Position("FAMILY.NAME"), f"接口 {said} 已经有了：{there.at.file}，{there.title}", "没有用过的名字",
                                 "不覆盖已有的契约：换一个名字，或直接改那个文件"))


def _sender(said: str, roles: list[str]) -> str:
    if said and said not in roles:
        near = difflib.get_close_matches(said, roles, 1)
        raise UsageError(Problem(Position("--sends"), f"没有角色 {said}", "、".join(roles), f"是不是想写 {near[0]}？" if near else ""))
    return said or roles[0]


def _envelope(mine: list[Contract]) -> frozenset[str]:
    """What party.yaml declares; an operation may declare some of it anew."""
    return frozenset(f.path for c in mine for f in (*c.request, *c.reply) if f.at.file == c.party.at.file)


def _sibling(mine: list[Contract], sender: str) -> Contract | None:
    """An operation of the family after which the envelope is made, one that the same role sends where there is one."""
    calls = [c for c in mine if c.kind == "call"]
    return next((c for c in calls if c.sender == sender), calls[0] if calls else None)

