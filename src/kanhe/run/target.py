"""Lines to peers: the built-in simulators, in memory or as processes of their own, and the live targets of kanhe.toml."""

from __future__ import annotations

import json
import os
import re
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from kanhe.errors import ContractError, HarnessError, Position, Problem
from kanhe.model.contract import Catalogue, Contract, Party
from kanhe.model.event import Peer
from kanhe.model.exchange import Message, Received
from kanhe.model.link import Answer, Misframed
from kanhe.run.config import PeerConfig, host_port, read_config, secret
from kanhe.run.engine import Line
from kanhe.simulate.defects import load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.transport.live import SocketLink
from kanhe.transport.memory import MemoryLink
from kanhe.wire.seal import TEST_KEYS, Keys

READY_S = 20.0


def seats(catalogue: Catalogue, only: str = "") -> list[tuple[Party, str]]:
    """(family, role) of everything that a simulator can play and a contract speaks to."""
    pattern = only.partition("@")[0]
    found: list[tuple[Party, str]] = []
    for party in catalogue.parties.values():
        for role in party.roles:
            mine = [c for c in catalogue.contracts.values() if c.party.family == party.family and _concerns(c, role)]
            if any(not pattern or fnmatch(c.id, pattern) or fnmatch(c.operation, pattern) for c in mine):
                found.append((party, role))
    return found


def _concerns(contract: Contract, role: str) -> bool:
    return contract.receiver == role if contract.kind == "call" else contract.sender == role


def peers_of(catalogue: Catalogue, target: str, config: Path, *, only: str = "") -> list[Peer]:
    """The peers of a target without reaching any of them."""
    if target == "sim":
        return [
            Peer(name=party.roles[role], family=party.family, role=role, address="")
            for party, role in seats(catalogue, only)
        ]
    targets = read_config(config)
    return [
        Peer(name=p.name, family=p.family, role=p.role, address=p.address, target=target)
        for p in (targets[target].peers if target in targets else ())
    ]


def memory_lines(
    catalogue: Catalogue, *, root: Path, seed: int, defects: Sequence[str] = (), only: str = ""
) -> list[Line]:
    """Simulators in this process, without sockets; the clock is the simulator's own."""
    found: list[Line] = []
    for party, role in seats(catalogue, only):
        names = [name_of(d) for d in defects_for(party.family, role, defects)]
        simulator = Simulator(catalogue, party.family, role, seed=seed, defects=names, keys=TEST_KEYS)
        peer = Peer(name=party.roles[role], family=party.family, role=role, address=f"memory://{party.family}/{role}")
        found.append(Line(peer=peer, link=MemoryLink(simulator), keys=TEST_KEYS if party.wire.seal else None))
    return found


def defects_for(family: str, role: str, names: Sequence[str]) -> list[Any]:
    """The named planted defects that live in this family and role."""
    loaded = [load_defect(name) for name in names]
    return [d for d in loaded if family == d.FAMILY and role == d.ROLE]


@dataclass(slots=True)
class ServedLink:
    """A simulator in a process of its own; ends the process with the link."""

    inner: SocketLink
    process: subprocess.Popen[str]

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False) -> Received:
        """See Link."""
        return self.inner.call(contract, message, lose_reply=lose_reply)

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """See Link."""
        self.inner.listen(answer, misframed)

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """See Link."""
        return self.inner.stimulate(contract, values)

    def close(self) -> None:
        """Close the sockets and end the simulator."""
        self.inner.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()


def served_lines(
    catalogue: Catalogue, *, root: Path, seed: int, defects: Sequence[str] = (), only: str = ""
) -> list[Line]:
    """Simulators served over real sockets by `kanhe serve`, one process per family and role, started side by side."""
    from kanhe.transport.live import free_port

    started: list[tuple[Party, str, str, subprocess.Popen[str]]] = []
    for party, role in seats(catalogue, only):
        wanted = [name_of(d) for d in defects_for(party.family, role, defects)]
        sends = any(c.kind == "call" and c.sender == role for c in catalogue.contracts.values() if c.party.family == party.family)
        listen = f"{party.wire.transport}://127.0.0.1:{free_port()}" if sends else ""
        started.append((party, role, listen, _spawn(party.family, role, root, seed, wanted, listen)))
    return [_served(party, role, listen, process, catalogue) for party, role, listen, process in started]


def _spawn(family: str, role: str, root: Path, seed: int, defects: Sequence[str], listen: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kanhe", "serve", family, "--role", role, "--root", str(root), "--port", "0",
               "--seed", str(seed)]
    command += [part for name in defects for part in ("--defect", name)]
    command += ["--peer", listen] if listen else []
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})  # noqa: S603


def _served(party: Party, role: str, listen: str, process: subprocess.Popen[str], catalogue: Catalogue) -> Line:
    ready = _ready_line(process)
    address, control = ready["address"], ready.get("control", "")
    peer = Peer(name=party.roles[role], family=party.family, role=role, address=address)
    stimuli = {
        c.operation: {"http": f"POST {control}/stimulus/{c.operation}"}
        for c in catalogue.contracts.values() if c.party.family == party.family and c.kind == "stimulus" and c.sender == role
    }
    link = SocketLink(party=party, address=address, listen_address=listen, stimuli=stimuli)
    return Line(peer=peer, link=ServedLink(link, process), keys=TEST_KEYS if party.wire.seal else None)


def _ready_line(process: subprocess.Popen[str]) -> dict[str, str]:
    """The simulator's ready line as words; raises HarnessError when none comes in time."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        end = time.monotonic() + READY_S
        while time.monotonic() < end and process.poll() is None:
            if selector.select(0.2):
                line = process.stdout.readline()
                if line.startswith("ready "):
                    return dict(re.findall(r"([a-z]+)=(\S+)", line))
    process.kill()
    raise HarnessError(f"模拟器 {' '.join(map(str, process.args[2:6]))} 没有在 {READY_S:g} 秒内就绪")  # type: ignore[index]


def live_lines(catalogue: Catalogue, config: Path, target: str, *, money: str = "") -> list[Line]:
    """Lines to the peers of a live target; only allow-listed addresses, and no money without the name typed."""
    import difflib

    targets = read_config(config)
    if target not in targets:
        near = difflib.get_close_matches(target, list(targets), 1)
        raise ContractError([Problem(Position(config.name, 1, 1), f"没有目标 {target}", "、".join(targets) or "[target.<名称>]",
                                     f"是不是想写 {near[0]}？" if near else "在 kanhe.toml 里声明它")])
    return [_live(catalogue, peer, target, money) for peer in targets[target].peers]


def _live(catalogue: Catalogue, peer: PeerConfig, target: str, money: str) -> Line:
    party = catalogue.parties.get(peer.family)
    if party is None:
        raise ContractError([Problem(peer.at, f"没有契约族 {peer.family}", "、".join(catalogue.parties))])
    if peer.role not in party.roles:
        raise ContractError([Problem(peer.at, f"契约族 {peer.family} 没有角色 {peer.role}", "、".join(party.roles))])
    local = host_port(peer.address).rpartition(":")[0] in ("127.0.0.1", "localhost", "[::1]")
    if not local and money != target and any(c.moves_money for c in catalogue.contracts.values() if c.party is party):
        raise ContractError([Problem(peer.at, f"{target} 是真实目标，契约族 {peer.family} 含动账报文", f"--money {target}",
                                     "确认之后，在命令行再次写出目标名")])
    keys = {name: value if name == "app_id" else secret(value, peer.at) for name, value in peer.keys.items()}
    link = SocketLink(party=party, address=peer.address, listen_address=peer.listen, stimuli=peer.stimuli, allowed=True)
    return Line(
        peer=Peer(name=peer.name, family=peer.family, role=peer.role, address=peer.address, target=target),
        link=link, keys=_keys(keys, party, peer), given=json.loads(json.dumps(peer.given)) or None,
    )


def _keys(found: Mapping[str, str], party: Party, peer: PeerConfig) -> Keys | None:
    if party.wire.seal is None:
        return None
    if not found:
        raise ContractError([Problem(peer.at, f"{peer.name} 的报文须签名，但没有 keys", 'keys = {app_id = "…", private_key = "env:…"}')])
    return Keys(**found)
