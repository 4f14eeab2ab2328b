"""Lines to the peers of a live target, held against the contracts before anything is sent."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from kanhe.errors import ContractError, Position, Problem, those
from kanhe.model.contract import Catalogue, Party
from kanhe.model.event import Peer
from kanhe.run.config import PeerConfig, Target, host_port, read_config
from kanhe.run.config_files import FileAccess, Opened, place_of
from kanhe.run.handing import Due, Waited
from kanhe.run.lines import AnyLine, Doors, HouseLine, Line, TakerLine
from kanhe.run.plan import planned
from kanhe.run.reception import FileLine
from kanhe.run.secrets import key_fault, secret
from kanhe.run.sites import crowded, housed, houses_of
from kanhe.run.taking import LiveTaker
from kanhe.run.windows import homeless, is_window, windows_of, with_windows
from kanhe.transport.live import ADVANCE, LOOPBACK, SocketLink, split_address, why_not_listen
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.seals import is_sealed, needed


def target_of(targets: dict[str, Target], config: Path, name: str) -> Target:
    """The named target; raises ContractError with those that there are."""
    if name not in targets:
        near = difflib.get_close_matches(name, list(targets), 1)
        raise ContractError([Problem(Position(config.name, 1, 1), f"没有目标 {name}", "、".join(["sim", *targets]),
                                     f"是不是想写 {near[0]}？" if near else "在 kanhe.toml 里声明它")])
    return targets[name]


def live_lines(catalogue: Catalogue, config: Path, target: str, *, money: str = "", only: str = "") -> list[AnyLine]:
    """Lines to the peers of a live target; only allow-listed addresses, and no money without the name typed.

    Raises ContractError with every mistake of every peer at once.
    """
    problems, lines, makers = list[Problem](), list[AnyLine](), dict[str, Callable[[], Line | FileLine]]()
    filed, doors = dict[str, FileLine | TakerLine | None](), dict[str, Callable[[], Line]]()
    peers = target_of(read_config(config), config, target).peers
    for said in peers:
        if said.files is not None:
            filed[said.name], wrong = _file_line(catalogue, said, target, config.parent, only=only, money=money)
            problems += wrong
            continue
        peer = Peer(name=said.name, family=said.family, role=said.role, address=said.address, target=target)
        keys, wrong = _keys(catalogue.parties.get(said.family), said, config.parent)
        headers, bad = _headers(catalogue, said, config.parent)
        problems += [*_problems(catalogue, said, target, money), *wrong, *bad]
        if not problems:
            doors[said.name] = partial(_line, catalogue, said, peer, keys, headers)
    problems += [*crowded(catalogue, peers), *homeless(catalogue, peers)]
    if problems:
        raise ContractError(problems)
    for said in (one for one in peers if not is_window(catalogue, one)):
        if said.name not in filed:
            makers[said.name] = partial(_whole, doors[said.name], [doors[window.name] for window in windows_of(catalogue, said, peers)])
        elif isinstance(line := filed[said.name], FileLine):
            makers[said.name] = lambda line=line: line  # type: ignore[misc]
        one = makers[said.name]() if said.name in makers else filed[said.name]
        lines += [one] if one is not None and planned(catalogue, one.peer, only) else []
    for linkage, site, names in houses_of(catalogue, peers):
        peer = housed(linkage, "、".join(names), target=target, site=site)
        if planned(catalogue, peer, only):
            mine = [makers[name] for name in names]
            secrets = tuple(secret for make in mine for secret in make().secrets)
            lines.append(HouseLine(peer=peer, linkage=linkage, secrets=secrets, link=Doors(partial(_opened, mine))))
    return lines


def _line(
    catalogue: Catalogue, said: PeerConfig, peer: Peer, keys: Keys | None, headers: tuple[tuple[str, str], ...]
) -> Line:
    link = SocketLink(party=catalogue.parties[said.family], address=said.address, listen_address=said.listen,
                      stimuli=said.stimuli, headers=headers, allowed=True)
    return Line(peer=peer, link=link, keys=keys, headers=headers, given=dict(said.given) or None)


def _whole(door: Callable[[], Line], windows: Sequence[Callable[[], Line]]) -> Line:
    return with_windows(door(), [window() for window in windows])


def _opened(makers: Sequence[Callable[[], Line | FileLine]]) -> list[Line | FileLine]:
    return [make() for make in makers]


def _file_line(
    catalogue: Catalogue, said: PeerConfig, target: str, folder: Path, *, only: str, money: str
) -> tuple[FileLine | TakerLine | None, list[Problem]]:
    """A line to a peer that hands over files or takes them, or what is wrong with it; to who takes files none, where `only` picks
    nothing of it."""
    parties = {**{c.party.family: c.party for c in catalogue.files.values()}, **catalogue.parties}
    party = parties.get(said.family)
    if party is None:
        return None, [unknown(said.at("family"), "契约族", said.family, parties)]
    if said.role not in party.roles:
        return None, [unknown(said.at("role"), f"契约族 {said.family} 的角色", said.role, party.roles)]
    mine = [c for c in catalogue.files.values() if c.party.family == said.family]
    roles = sorted({role for c in mine for role in (c.sender, c.receiver)})
    if said.role not in roles:
        return None, [Problem(said.at("address"), f"契约族 {said.family} 的 {said.role} 不送文件，也不收文件，address 却是放文件的地方",
                              f"送文件、收文件的角色：{'、'.join(roles) or '无'}", "收发报文的对端写 tcp:// 或 http:// 的地址")]
    assert said.files is not None
    peer = file_peer(catalogue, said, target)
    if not peer.takes and said.files.said:
        key = said.files.said[0]
        return None, [Problem(said.at(key), f"{said.role} 只送文件，却写了 {key}", "收文件的对端才写",
                              f"收这种文件的是 {'、'.join(sorted({c.receiver for c in mine}))}")]
    if peer.takes and not planned(catalogue, peer, only):
        return None, []
    opened, secrets, wrong = place_of(said.files, said.address, folder, said.at)
    if peer.takes and said.files.books and money != target:
        wrong = [*wrong, Problem(said.at("address"), f"送给 {said.name} 的文件会入账", f"--money {target}",
                                 "确认它是测试环境之后，在命令行再次写出目标名")]
    if opened is None or wrong:
        return None, wrong
    return _opened_line(peer, said.files, opened, secrets), []


def file_peer(catalogue: Catalogue, said: PeerConfig, target: str) -> Peer:
    """A peer of files; it takes them where its role is not the one that sends, or where it says how its books are asked."""
    mine = [c for c in catalogue.files.values() if c.party.family == said.family]
    sends, takes = (any(getattr(c, side) == said.role for c in mine) for side in ("sender", "receiver"))
    told = said.files is not None and said.files.books is not None
    return Peer(name=said.name, family=said.family, role=said.role, address=said.address, target=target, files=True,
                takes=takes and (told or not sends))


def _opened_line(peer: Peer, said: FileAccess, opened: Opened, secrets: tuple[str, ...]) -> FileLine | TakerLine:
    if peer.takes:
        link = LiveTaker(opened=opened, books=said.books, door=said.door, days=said.days, settle_s=said.settle_s)
        return TakerLine(peer=peer, link=link, secrets=secrets)
    wanted = Due(days=frozenset(said.days), members=frozenset(said.members))
    return FileLine(peer=peer, link=Waited(opened=opened, wanted=wanted), secrets=secrets)


def _problems(catalogue: Catalogue, peer: PeerConfig, target: str, money: str) -> Iterator[Problem]:
    party = catalogue.parties.get(peer.family)
    if party is None:
        filed = sorted(c.sender for c in catalogue.files.values() if c.party.family == peer.family)
        yield Problem(peer.at("address"), f"契约族 {peer.family} 只有文件，address 却是收发报文的地址", "folder:目录 或 sftp://主机:端口/目录",
                      ) if filed else unknown(peer.at("family"), "契约族", peer.family, catalogue.parties)
        return
    if peer.role not in party.roles:
        yield unknown(peer.at("role"), f"契约族 {peer.family} 的角色", peer.role, party.roles)
        return
    for key in ("address", "listen"):
        address = getattr(peer, key)
        if address and not address.startswith(f"{party.wire.transport}://"):
            right = f"{party.wire.transport}://{host_port(address)}"
            yield Problem(peer.at(key), f"契约族 {peer.family} 走 {party.wire.transport}，{key} 却写作 {address}", right)
        elif key == "listen" and address and (why := why_not_listen(*split_address(address))):
            yield Problem(peer.at(key), f"不能在 {host_port(address)} 上监听：{why}", "本机的地址和空闲的端口",
                          "换一个端口，或停掉占用它的程序")
    mine = [c for c in catalogue.contracts.values() if c.party is party]
    events = {c.operation for c in mine if c.kind == "stimulus" and c.sender == peer.role}
    for operation in peer.stimuli:
        if operation not in events and operation != ADVANCE:
            yield unknown(peer.at("stimuli", operation), "触发", operation, events | {ADVANCE})
    kinds = {e.kind for c in mine for e in c.effects} | set(party.seeds)
    for kind in peer.given:
        if kind not in kinds:
            yield unknown(peer.at("given", kind), "可以先有的东西", kind, kinds)
    if split_address(peer.address)[0] not in LOOPBACK and money != target and any(c.moves_money for c in mine):
        yield Problem(peer.at("address"), f"{target} 不在本机，契约族 {peer.family} 含动账报文", f"--money {target}",
                      "确认它是测试环境之后，在命令行再次写出目标名")


def unknown(at: Position, what: str, word: str, words: Collection[str]) -> Problem:
    """A word that is none of those that there are, with the one that may have been meant."""
    near = difflib.get_close_matches(word, list(words), 1)
    return Problem(at, f"没有{what} {word}", those(words, word) or "无", f"是不是想写 {near[0]}？" if near else "")


def _headers(catalogue: Catalogue, peer: PeerConfig, folder: Path) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """The headers that every request to the peer gets, and what is wrong with them; their values are told nowhere."""
    problems, found = list[Problem](), list[tuple[str, str]]()
    party = catalogue.parties.get(peer.family)
    if not peer.headers or party is None:
        return (), []
    if party.wire.transport != "http":
        return (), [Problem(peer.at("headers"), f"契约族 {peer.family} 走 {party.wire.transport}，报文没有请求头",
                            "只给走 http 的对端写 headers")]
    declared = {f.path.removeprefix("header.") for c in catalogue.contracts.values() if c.party is party for f in c.request}
    declared |= {name.lower() for name in party.wire.seal.headers.values()} if party.wire.seal else set()
    for name, reference in peer.headers.items():
        at = peer.at("headers", name)
        if name in declared:
            problems.append(Problem(at, f"请求头 {name} 由契约声明", "契约没有声明的头", "同一个头不能来自两处"))
            continue
        value, wrong = secret(reference, at, folder)
        if wrong is None and not re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", value):
            wrong = Problem(at, f"请求头 {name} 的值不能用", "一行可见的 ASCII 文本", "值不会显示")
        problems += [wrong] if wrong else []
        found.append((name, value))
    return tuple(found), problems


def _keys(party: Party | None, peer: PeerConfig, folder: Path) -> tuple[Keys | None, list[Problem]]:
    if party is None or not is_sealed(party.wire):
        return None, []
    lacking = [name for name in needed(party.wire) if name not in peer.keys]
    if lacking:
        at = peer.at("keys") if peer.keys else peer.at("name")
        return None, [Problem(at, f"{peer.name} 的报文须{'签名' if party.wire.seal else '加密'}，但没有 keys.{'、keys.'.join(lacking)}",
                              f'keys = {{app_id = "…", {lacking[0]} = "env:变量名"}}')]
    problems, found = list[Problem](), dict[str, str]()
    for name, reference in peer.keys.items():
        at = peer.at("keys", name)
        found[name], wrong = (reference, None) if name in ("app_id", "change_day") else secret(reference, at, folder)
        wrong = wrong or key_fault(name, found[name], at)
        problems += [wrong] if wrong else []
    return Keys(**found), problems
