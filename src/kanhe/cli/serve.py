"""`kanhe serve`: one simulator behind real sockets, with a control door beside it."""

from __future__ import annotations

import argparse
import sys

from kanhe.cli.faults import before
from kanhe.cli.paths import contracts_root
from kanhe.cli.ports import must_be_free
from kanhe.cli.stop import told_to_stop
from kanhe.contract.collector import keep_for_good
from kanhe.contract.load import load
from kanhe.errors import Position, Problem, UsageError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.exchange import Message
from kanhe.simulate.clock import SimClock
from kanhe.simulate.control import ControlDoor
from kanhe.simulate.outgoing import Sender
from kanhe.simulate.serve import Service, nobody
from kanhe.simulate.simulator import Simulator
from kanhe.simulate.timetable import BadJump, moment_of
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import Listener, serve_http, serve_tcp
from kanhe.transport.live import LOOPBACK, split_address
from kanhe.transport.tcp import TcpClient


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; prints one ready line on standard output."""
    if args.host not in LOOPBACK and not args.expose:
        raise UsageError(
            Problem(Position("--host"), f"{args.host} 不是回环地址", "127.0.0.1", "确要对外监听时加 --expose")
        )
    must_be_free("--host", args.host, 0)
    must_be_free("--port", args.host, args.port)
    must_be_free("--control-port", "127.0.0.1", args.control_port)
    told = told_to_stop()
    catalogue = load(contracts_root(args.root), family=args.family)
    clock = clock_of(args.clock, catalogue, args.family)
    simulator = Simulator(catalogue, args.family, args.role, seed=args.seed, defects=args.defect, clock=clock, plan=args.plan)
    service = Service(simulator, sender(simulator, args.peer) if args.peer else nobody)
    if args.fault:  # the proxy stands at the port that was asked for, the simulator behind it
        listener = listen(service, host="127.0.0.1", port=0)
        proxy = before(catalogue, args.family, listener.address, args.fault, host=args.host, port=args.port, seed=args.seed)
    else:
        listener, proxy = listen(service, host=args.host, port=args.port), None
    door = ControlDoor(service.stimulus, service.health, port=args.control_port, more=service.doors())
    keep_for_good()
    host, port = (proxy or listener).address
    address = f"{simulator.party.wire.transport}://{f'[{host}]' if ':' in host else host}:{port}"
    print(f"ready family={args.family} role={args.role} address={address} control={door.address}", flush=True)
    try:
        while not told.wait(3600):
            pass
    finally:
        door.close()
        if proxy is not None:
            proxy.close()
        listener.close()
        service.close()
    print("已停止。", file=sys.stderr)
    return 0


def clock_of(text: str, catalogue: Catalogue, family: str) -> SimClock:
    """The clock that `--clock` asks for. Raises UsageError."""
    frozen = text == "frozen" or text.startswith("frozen@")
    start = text.removeprefix("frozen").removeprefix("@")
    if text in ("real", "frozen"):
        party = catalogue.parties.get(family)
        return SimClock(party.hours.starts if party is not None and frozen else "", frozen=frozen)
    try:
        return SimClock(moment_of(start), frozen=frozen)
    except BadJump:
        right = "real、frozen、2026-09-30T16:58:41、frozen@2026-09-30T16:58:41"
        raise UsageError(Problem(Position("--clock"), f"时钟写作 {text}", right)) from None


def listen(service: Service, *, host: str, port: int) -> Listener:
    """The door for the peer's requests, as the family's transport says."""
    wire = service.simulator.party.wire
    if wire.framing is None:
        return serve_http(host, port, service.answer, limit_bytes=wire.limit_bytes)
    return serve_tcp(host, port, wire.framing, service.answer, framed=service.simulator.framed)


def sender(simulator: Simulator, peer: str) -> Sender:
    """How the simulator's own messages reach the peer, `tcp://host:port` or `http://host:port`; raises UsageError."""
    wire = simulator.party.wire
    try:
        host, port = split_address(peer)
    except ValueError:
        host, port = "", 0
    if not peer.startswith(f"{wire.transport}://") or not host or not 0 < port < 65536:
        raise UsageError(Problem(Position("--peer"), f"{peer} 不是对方地址", f"{wire.transport}://127.0.0.1:9101"))
    if wire.framing is None:
        client = HttpClient(peer, limit_bytes=wire.limit_bytes)
        return lambda contract, message: client.call(message, deadline_s=contract.deadline_s).reply
    framed = TcpClient(host=host, port=port, framing=wire.framing, charset=wire.charset)

    def send(contract: Contract, message: Message) -> Message | None:
        sent = simulator.framed(message)
        return framed.call(message.body, deadline_s=contract.deadline_s, framed=sent).reply

    return send
