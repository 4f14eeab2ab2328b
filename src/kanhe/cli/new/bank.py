"""`kanhe new bank`: one more peer of a target in kanhe.toml, with its address on the allow list, its keys by reference, its events by hand.

The file is a person's own: it is only added to, never written anew.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from kanhe.cli.new.writing import told
from kanhe.cli.paths import config_file, contracts_root
from kanhe.contract.load import load
from kanhe.errors import ContractError, Position, Problem, UsageError, reason
from kanhe.model.contract import Catalogue, Party
from kanhe.report.file import write_whole
from kanhe.run.config import ADDRESS, read_config
from kanhe.run.live import unknown
from kanhe.run.toml_places import TomlPlaces
from kanhe.transport.live import LOOPBACK, split_address
from kanhe.wire.seal.seals import is_sealed, needed

TARGET = re.compile(r"[A-Za-z0-9_-]+")


def run(args: argparse.Namespace) -> int:
    """Add the peer; raises UsageError or ContractError, and then the file is as it was."""
    root = contracts_root(args.root)
    catalogue, path = load(root), config_file(args.config, root)
    party, role = _party(catalogue, args.family), args.role
    role = _role(party, role)
    _words(args, party)
    old = _old(path)
    if old:
        target = read_config(path).get(args.target)
        if target and args.name in [p.name for p in target.peers]:
            at = TomlPlaces(path.name, old).at("target", args.target, "peer", [p.name for p in target.peers].index(args.name), "name")
            raise UsageError(Problem(at, f"目标 {args.target} 里已经有对端 {args.name}", "没有用过的名称", "换一个名称，或直接改这个对端"))
    new = _allowed(old, path.name, args.target, args.address.partition("://")[2])
    new += _peer(args, catalogue, party, role)
    _written(path, new, old)
    keys = ["把密钥写进所引用的环境变量"] if is_sealed(party.wire) else []
    money = f" --money {args.target}" if _far(args.address) and _moves(catalogue, party) else ""
    return told([path], *keys, f"kanhe verify --target {args.target} --only '{args.family}.*@{args.name}'{money}")


def _party(catalogue: Catalogue, family: str) -> Party:
    if family not in catalogue.parties:
        raise UsageError(unknown(Position("--family"), "契约族", family, catalogue.parties))
    return catalogue.parties[family]


def _role(party: Party, said: str) -> str:
    if said and said not in party.roles:
        raise UsageError(unknown(Position("--role"), f"契约族 {party.family} 的角色", said, party.roles))
    if not said and "bank" not in party.roles:
        raise UsageError(Problem(Position("--role"), f"契约族 {party.family} 没有角色 bank，要写明它扮演谁", "、".join(party.roles)))
    return said or "bank"


def _words(args: argparse.Namespace, party: Party) -> None:
    """The name, the target's name, the addresses."""
    if not args.name.strip() or re.search(r"[|@\x00-\x1f]", args.name):
        raise UsageError(Problem(Position("NAME"), f"名称写作 {args.name!r}", "不空、不含 |、@ 和换行的名称",
                                 "这几个字符在 --only 和报告里另有用处"))
    if not TARGET.fullmatch(args.target) or args.target == "sim":
        raise UsageError(Problem(Position("--target"), f"目标名写作 {args.target}", "字母、数字、_ 和 -；sim 保留给内置模拟器",
                                 "例如 staging"))
    for option, address in (("--address", args.address), ("--listen", args.listen)):
        found = ADDRESS.fullmatch(address)
        if address and (not found or not 1 <= int(found[3]) <= 65535):
            raise UsageError(Problem(Position(option), f"地址写作 {address}", f"{party.wire.transport}://主机:端口，端口 1 到 65535"))
        if found and found[1] != party.wire.transport:
            raise UsageError(Problem(Position(option), f"契约族 {party.family} 走 {party.wire.transport}，地址却写作 {address}",
                                     f"{party.wire.transport}://{address.partition('://')[2]}"))


def _old(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.exists() else ""
    except OSError as error:
        raise UsageError(Problem(Position(str(path)), f"读不了配置文件：{reason(error)}", "一个 kanhe.toml")) from None
    except UnicodeDecodeError as error:
        raise UsageError(Problem(Position(path.name), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本")) from None


def _allowed(text: str, name: str, target: str, place: str) -> str:
    """The text with the place on the target's allow list; the target's own table is made where there is none."""
    text += "" if not text or text.endswith("\n") else "\n"
    if not text or target not in read_names(text):
        return f"{text}{chr(10) if text else ''}[target.{target}]\nallow = [{json.dumps(place)}]\n"
    at = TomlPlaces(name, text).at("target", target, "allow")
    lines = text.splitlines(keepends=True)
    found = re.match(r"(.*?\ballow\s*=\s*\[)(.*)", lines[at.line - 1], re.DOTALL)
    if not found:
        raise UsageError(Problem(at, f"目标 {target} 没有写成 allow = […] 的清单", f'allow = ["{place}"]',
                                 "在 [target.…] 之下这样写好，再加对端"))
    if json.dumps(place) not in text[sum(map(len, lines[: at.line - 1])):].partition("]")[0]:
        rest = found[2]
        lines[at.line - 1] = f"{found[1]}{json.dumps(place)}{'' if rest.lstrip().startswith(']') else ', '}{rest}"
    return "".join(lines)


def read_names(text: str) -> list[str]:
    """The names of the targets of a text that was read already."""
    import tomllib

    return list(tomllib.loads(text).get("target", {}))


def _peer(args: argparse.Namespace, catalogue: Catalogue, party: Party, role: str) -> str:
    def said(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [f"\n[[target.{args.target}.peer]]", f"name = {said(args.name)}", f'family = "{party.family}"', f'role = "{role}"',
             f"address = {said(args.address)}"]
    mine = [c for c in catalogue.contracts.values() if c.party is party]
    sends = [c for c in mine if c.kind == "call" and c.sender == role]
    if args.listen:
        lines.append(f"listen = {said(args.listen)}")
    elif sends:
        codes = "、".join(c.operation for c in sends[:4]) + (" 等" if len(sends) > 4 else "")
        lines.append(f'# listen = "{party.wire.transport}://本机地址:端口"   # 它主动发 {codes}，写上才收得到')
    if is_sealed(party.wire):
        keys = ", ".join(f'{key} = "env:KANHE_{party.family.upper()}_{key.upper()}"' for key in needed(party.wire))
        lines.append(f'keys = {{app_id = "kanhe-test", {keys}}}')
    lines += [f"stimuli.{c.operation} = {{person = {said(f'请{party.roles[role]}值班人员：{c.title}')}}}"
              for c in mine if c.kind == "stimulus" and c.sender == role]
    return "\n".join(lines) + "\n"


def _written(path: Path, new: str, old: str) -> None:
    """Write, read again; the old text is put back where the new one is not right."""
    try:
        write_whole(path, new)
        read_config(path)
    except OSError as error:
        raise UsageError(Problem(Position(str(path)), f"写不了配置文件：{reason(error)}", "可写的文件", "用 --config 换一个位置")) from None
    except ContractError:
        if old:
            write_whole(path, old)
        else:
            path.unlink(missing_ok=True)
        raise


def _far(address: str) -> bool:
    return split_address(address)[0] not in LOOPBACK


def _moves(catalogue: Catalogue, party: Party) -> bool:
    return any(c.moves_money for c in catalogue.contracts.values() if c.party is party)
