"""Lines to the built-in simulators as processes of their own, over real sockets."""

from __future__ import annotations

import os
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from kanhe.errors import HarnessError
from kanhe.model.contract import Catalogue, Contract, Party
from kanhe.model.exchange import Message, Received
from kanhe.model.link import Answer, Gate, Misframed, Moved
from kanhe.run.lines import AnyLine, Line
from kanhe.run.target import defects_for, file_line, house_lines, receivers, seated, seats, senders, taker_line
from kanhe.simulate.defects import name_of
from kanhe.transport.folder import Folder
from kanhe.transport.live import ADVANCE, SocketLink, held_port
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import is_sealed

READY_S = 60.0  # twenty of them start at once, on a machine that may have two processors


@dataclass(frozen=True, slots=True)
class Service:
    """A simulator under way: its process, what it says on standard error; where we listen to answer it, and what keeps that port for us."""

    party: Party
    role: str
    listen: str
    held: socket.socket | None
    process: subprocess.Popen[str]
    said: IO[str]

    def words(self) -> str:
        """What it said on standard error, in one line: our messages begin with what is wrong, a traceback ends with it."""
        self.said.seek(0)
        lines = [line.strip() for line in self.said if line.strip()] or ["没有说明"]
        return (lines[-1] if any(line.startswith("Traceback") for line in lines) else lines[0])[:300]

    def end(self) -> None:
        """End the process; a second call does nothing."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        if self.held is not None:
            self.held.close()
        self.said.close()


@dataclass(slots=True)
class ServedLink:
    """A link to a simulator of ours; ends the process with the link."""

    inner: SocketLink
    service: Service

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """See Link. A simulator of ours that died is told as such."""
        received = self.inner.call(contract, message, lose_reply=lose_reply, gate=gate)
        trouble, code = received.trouble, self.service.process.poll()
        if trouble is not None and trouble.unreached and code is not None:
            words = f"内置模拟器已退出（代码 {code}）：{self.service.words()}"
            return replace(received, trouble=replace(trouble, message=words))
        return received

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """See Link."""
        self.inner.listen(answer, misframed)

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """See Link."""
        return self.inner.stimulate(contract, values)

    def move_clock(self, to: str) -> Moved:
        """See Link."""
        return self.inner.move_clock(to)

    def close(self) -> None:
        """Close the sockets and end the simulator."""
        self.inner.close()
        self.service.end()


def served_lines(
    catalogue: Catalogue, *, root: Path, seed: int, defects: Sequence[str] = (), only: str = ""
) -> list[AnyLine]:
    """One `kanhe serve` per family and role, started side by side, and a folder for each sender and each receiver of files; raises
    HarnessError when one does not start, and then ends all."""
    started: list[Service] = []
    folders: list[tempfile.TemporaryDirectory[str]] = []
    try:
        for party, role in seats(catalogue, only):
            wanted = [name_of(d) for d in defects_for(party.family, role, defects)]
            started.append(_spawn(catalogue, party, role, root, seed, wanted))
        lines: list[AnyLine] = [_line(service, catalogue) for service in started]
        for party, role in senders(catalogue, only):
            folders.append(folder := tempfile.TemporaryDirectory(prefix="kanhe-"))
            peer = seated(party, role, f"folder:{folder.name}", files=True)
            place = Folder(Path(folder.name))
            lines.append(file_line(catalogue, peer, place, seed=seed, defects=defects, only=only, end=folder.cleanup))
        for party, role in receivers(catalogue, only):
            folders.append(folder := tempfile.TemporaryDirectory(prefix="kanhe-"))
            peer = seated(party, role, f"folder:{folder.name}", files=True, takes=True)
            lines.append(taker_line(catalogue, peer, Folder(Path(folder.name)), defects=defects, only=only, end=folder.cleanup))
        return [*lines, *house_lines(catalogue, seed=seed, defects=defects, only=only)]
    except BaseException:
        for folder in folders:
            folder.cleanup()
        for service in started:
            service.end()
        raise


def _spawn(catalogue: Catalogue, party: Party, role: str, root: Path, seed: int, defects: Sequence[str]) -> Service:
    sends = any(c.kind == "call" and c.sender == role for c in catalogue.contracts.values() if c.party.family == party.family)
    held, port = held_port() if sends else (None, 0)
    listen = f"{party.wire.transport}://127.0.0.1:{port}" if sends else ""
    command = [sys.executable, "-m", "kanhe", "serve", party.family, "--role", role, "--root", str(root), "--port", "0",
               "--seed", str(seed)]
    command += [part for name in defects for part in ("--defect", name)]
    command += ["--peer", listen] if listen else []
    command += ["--clock", "frozen"] if party.hours.starts else []
    said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115 - lives as long as the process
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8",  # noqa: S603
                               env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"})
    return Service(party, role, listen, held, process, said)


def _line(service: Service, catalogue: Catalogue) -> Line:
    party, role, ready = service.party, service.role, _ready_line(service)
    stimuli = {
        c.operation: {"http": f"POST {ready.get('control', '')}/stimulus/{c.operation}"}
        for c in catalogue.contracts.values() if c.party.family == party.family and c.kind == "stimulus" and c.sender == role
    }
    stimuli[ADVANCE] = {"http": f"POST {ready.get('control', '')}/clock"}
    link = SocketLink(party=party, address=ready["address"], listen_address=service.listen, held=service.held, stimuli=stimuli)
    keys = TEST_KEYS if is_sealed(party.wire) else None
    return Line(peer=seated(party, role, ready["address"]), link=ServedLink(link, service), keys=keys)


def _ready_line(service: Service) -> dict[str, str]:
    """The simulator's ready line as words; raises HarnessError when none comes in time."""
    process = service.process
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        end = time.monotonic() + READY_S
        while time.monotonic() < end and process.poll() is None:
            if selector.select(0.2):
                line = process.stdout.readline()
                if line.startswith("ready "):
                    return dict(re.findall(r"([a-z]+)=(\S+)", line))
    what = f"没有在 {READY_S:g} 秒内就绪" if process.poll() is None else f"没有起来（代码 {process.returncode}）"
    raise HarnessError(f"模拟器 {service.party.family} {service.role} {what}：{service.words()}\n"
                       f"    下一步: 单独运行 kanhe serve {service.party.family} --role {service.role}，看它说什么")
