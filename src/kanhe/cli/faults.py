"""`kanhe faults`: the vocabulary of faults, or a proxy that puts them before a server on this machine."""

from __future__ import annotations

import argparse

from kanhe.cli.paths import contracts_root
from kanhe.cli.ports import must_be_free
from kanhe.cli.stop import told_to_stop
from kanhe.contract.load import load
from kanhe.errors import Position, Problem, UsageError, those
from kanhe.model.contract import Catalogue
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import DUTY_TEXTS
from kanhe.transport.faults.naming import naming
from kanhe.transport.faults.proxy import FaultProxy, Side
from kanhe.transport.faults.schedule import Schedule, parse_strike
from kanhe.transport.live import LOOPBACK, split_address


def run(args: argparse.Namespace) -> int:
    """List the faults; with --before and --family, stand between a caller and a server until SIGTERM or Ctrl-C."""
    if not args.before:
        for duty, text in DUTY_TEXTS.items():
            print(f"{text}")
            for one in sorted((f for f in FAULTS.values() if f.duty is duty), key=lambda f: f.name):
                print(f"  {one.name:<22} {one.title}{'（限带长度前缀的 TCP）' if one.framed_only else ''}")
        return 0
    server, catalogue = _server(args.before), load(contracts_root(args.root), family=args.family)
    party = catalogue.parties.get(args.family)
    if party is None:
        raise UsageError(Problem(
            Position("--family"), f"没有契约族 {args.family}" if args.family else "没有写契约族", those(catalogue.parties, args.family),
            "kanhe faults --before tcp://127.0.0.1:9001 --family land_margin --fault lose_reply"))
    must_be_free("--port", "127.0.0.1", args.port)
    told = told_to_stop()
    proxy = before(catalogue, args.family, server, args.fault, port=args.port, seed=args.seed)
    host, port = proxy.address
    print(f"ready family={args.family} address={party.wire.transport}://{host}:{port} faults={' '.join(args.fault)}", flush=True)
    try:
        told.wait()
    finally:
        proxy.close()
    return 0


def before(
    catalogue: Catalogue, family: str, server: tuple[str, int], faults: list[str], *, host: str = "127.0.0.1", port: int = 0, seed: int = 0
) -> FaultProxy:
    """A proxy before a server that speaks the family's wire. Raises UsageError for a fault that is none."""
    wire = catalogue.parties[family].wire
    schedule = Schedule(parse_strike(text, framed=wire.framing is not None) for text in faults)
    side = Side(framing=wire.framing, charset=wire.charset, limit_bytes=wire.limit_bytes)
    return FaultProxy(server, side, naming(catalogue, family), schedule=schedule, host=host, port=port, seed=seed)


def _server(address: str) -> tuple[str, int]:
    try:
        host, port = split_address(address)
    except ValueError:
        host, port = "", 0
    if host not in LOOPBACK or not 0 < port < 65536:
        raise UsageError(Problem(Position("--before"), f"{address} 不是本机地址", "tcp://127.0.0.1:端口 或 http://127.0.0.1:端口",
                                 "故障只注入本机上的服务，不注入别处的系统"))
    return host, port
