"""Putting a stranger's bank on its feet, and driving it as a customer would: a process, a kanhe.toml, live lines."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gmalg import SM2

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.event import Closed, Event, Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.live import live_lines
from kanhe.transport.live import held_port

HERE = Path(__file__).parent
ROOT = HERE / "root"
TOWN = HERE / "township"  # the contracts of the three systems of one owner
PARCELS = HERE / "parcels"  # the contracts of the office that takes files
TARGET = "bank"
SYSTEMS = {  # of the township, in the order in which it tells its addresses: family -> role, the events that its bench can cause
    "wexdesk": ("desk", ("account_opened", "account_closed", "permit_issued", "permit_revoked")),
    "wexledger": ("ledger", ("credited", "debited")),
    "wexpermits": ("office", ("receipt_paid", "receipt_refunded")),
}


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """A bank or an office: its script, the family that its customer wrote for it, the role that it plays there, its wire."""

    script: str
    family: str
    role: str = "bank"
    scheme: str = "http"


HARBOUR = Stranger(script="bank.py", family="harbour")
SALTMARSH = Stranger(script="saltmarsh.py", family="saltmarsh")
THORNBURY = Stranger(script="appropriations.py", family="thornbury", role="office")
MERIDIAN = Stranger(script="exchange.py", family="meridian", scheme="tcp")
WINDOW = "quillon_levy.*"  # what of the agent takes forms
QUILLON = Stranger(script="quillon.py", family="quillon", role="agent")
LARKFIELD = Stranger(script="larkfield.py", family="larkfield")
ASHDOWN = Stranger(script="ashdown.py", family="ashdown", role="office", scheme="tcp")


@lru_cache
def catalogue(root: Path = ROOT) -> Catalogue:
    """The contracts that the customers wrote."""
    return load(root)


@contextmanager
def process(script: str, *words: str) -> Iterator[list[str]]:
    """A fresh process; gives the addresses that it tells, without the scheme."""
    with subprocess.Popen([sys.executable, str(HERE / script), *words], stdout=subprocess.PIPE, text=True) as started:
        try:
            told = (started.stdout.readline() if started.stdout else "").split()
            yield [word.rpartition("//")[2] for word in told if "//" in word]
        finally:
            started.kill()


@contextmanager
def standing(stranger: Stranger, folder: Path, defect: str = "", *, manner: str = "") -> Iterator[Path]:
    """A fresh bank process; gives the kanhe.toml that points to it. manner: one of the honest ways that the bank knows."""
    words = ["--port", "0", *(["--defect", defect] if defect else []), *(["--manner", manner] if manner else [])]
    with process(stranger.script, *words) as (place,):
        config = folder / "kanhe.toml"
        config.write_text(f'[target.{TARGET}]\nallow = ["{place}"]\n\n[[target.{TARGET}.peer]]\nname = "对方银行"\n'
                          f'family = "{stranger.family}"\nrole = "{stranger.role}"\naddress = "{stranger.scheme}://{place}"\n', encoding="utf-8")
        yield config


@contextmanager
def office(folder: Path, defect: str = "", *, rings: bool = True) -> Iterator[Path]:
    """A fresh rent office that books files; gives the kanhe.toml that points to it. rings: it looks at its folder when it is told to, else by
    itself."""
    inbox = folder / "in"
    inbox.mkdir()
    words = [str(inbox), str(folder / "books.sqlite"), *(["--idle"] if rings else []), *(["--defect", defect] if defect else [])]
    with process("importer.py", *words) as (place,):
        bell = f'stimuli.import = {{http = "POST http://{place}/import"}}\nsettle_s = 1' if rings else "settle_s = 0.3"
        config = folder / "kanhe.toml"
        config.write_text(f'[target.{TARGET}]\nallow = ["{place}"]\n\n[[target.{TARGET}.peer]]\nname = "租金所"\nfamily = "millbrook"\n'
                          f'role = "office"\naddress = "folder:in"\nbooked = {{http = "GET http://{place}/books"}}\n{bell}\n', encoding="utf-8")
        yield config


@contextmanager
def agency(folder: Path, defect: str = "", *, manner: str = "") -> Iterator[Path]:
    """A fresh fiscal agent, whose receipts come to a port of ours and whose files lie in a folder; gives the kanhe.toml."""
    (folder / "days").mkdir()
    (folder / "levy.key").write_text("quillon-levy-key", "utf-8")
    (folder / "levy.key").chmod(0o600)
    held, port = held_port()
    held.close()
    words = ["--treasury", f"127.0.0.1:{port}", "--folder", str(folder / "days"), *(["--defect", defect] if defect else []),
             *(["--manner", manner] if manner else [])]
    with process(QUILLON.script, *words) as (desk, window):
        config = folder / "kanhe.toml"
        config.write_text(f"""[target.{TARGET}]
allow = ["{desk}", "{window}"]

[[target.{TARGET}.peer]]
name = "奎隆柜台"
family = "quillon"
role = "agent"
address = "http://{desk}"
listen = "http://127.0.0.1:{port}"
stimuli.bounce = {{http = "POST http://{desk}/bench/bounce"}}
stimuli.advance = {{http = "POST http://{desk}/bench/advance"}}

[[target.{TARGET}.peer]]
name = "奎隆日终文件"
family = "quillon"
role = "agent"
address = "folder:days"
days = "20260601"

[[target.{TARGET}.peer]]
name = "奎隆代收窗口"
family = "quillon_levy"
role = "window"
address = "http://{window}"
keys.mac_key = "file:levy.key"
""", encoding="utf-8")
        yield config


@contextmanager
def deposits(folder: Path, defect: str = "") -> Iterator[Path]:
    """A fresh deposit bank, which knows the key that we sign with, and whose day only its bench moves; gives the kanhe.toml."""
    secret = "5C1D9A07E4B8F2630A1B2C3D4E5F60718293A4B5C6D7E8F9011223344556677A"
    (folder / "client.key").write_text(secret, "utf-8")
    (folder / "client.key").chmod(0o600)
    signer = SM2(bytes.fromhex(secret)).generate_pk(bytes.fromhex(secret)).hex()[-128:]
    with process(LARKFIELD.script, "--signer", signer, *(["--defect", defect] if defect else [])) as (door, bench):
        config = folder / "kanhe.toml"
        config.write_text(f"""[target.{TARGET}]
allow = ["{door}", "{bench}"]

[[target.{TARGET}.peer]]
name = "拉克菲尔德存款行"
family = "larkfield"
role = "bank"
address = "http://{door}"
keys.private_key = "file:client.key"
stimuli.advance = {{http = "POST http://{bench}/advance"}}
""", encoding="utf-8")
        yield config


@contextmanager
def payer(folder: Path, defect: str = "") -> Iterator[Path]:
    """A fresh payments office, whose bank we are; gives the kanhe.toml that points to it."""
    (folder / "bank.key").write_text("ashdown-key", "utf-8")
    (folder / "bank.key").chmod(0o600)
    held, port = held_port()
    held.close()
    words = ["--bank", f"127.0.0.1:{port}", *(["--defect", defect] if defect else [])]
    with process(ASHDOWN.script, *words) as (door, notices):
        config = folder / "kanhe.toml"
        config.write_text(f"""[target.{TARGET}]
allow = ["{door}", "{notices}"]

[[target.{TARGET}.peer]]
name = "阿什当付款处"
family = "ashdown"
role = "office"
address = "tcp://{notices}"
listen = "tcp://127.0.0.1:{port}"
keys.mac_key = "file:bank.key"
stimuli.enter = {{http = "POST http://{door}/bench/enter"}}
stimuli.advance = {{http = "POST http://{door}/bench/advance"}}

[[target.{TARGET}.peer]]
name = "阿什当录单门"
family = "ashdown_desk"
role = "office"
address = "http://{door}"
""", encoding="utf-8")
        yield config


@contextmanager
def town(folder: Path, *defects: str, families: Collection[str] = tuple(SYSTEMS)) -> Iterator[Path]:
    """A fresh township for each defect ('' = an honest one); gives the kanhe.toml that points to its systems of these families. Where
    there are several townships each is a site of its own: 第1镇, 第2镇 …"""
    with ExitStack() as stack:
        towns = [stack.enter_context(process("township.py", *(["--defect", d] if d else []))) for d in defects or ("",)]
        config = folder / "kanhe.toml"
        config.write_text(f"[target.{TARGET}]\nallow = {json.dumps([p for places in towns for p in places])}\n" + "".join(
            _peer(family, place, f"第{number}镇" if len(towns) > 1 else "")
            for number, places in enumerate(towns, 1) for family, place in zip(SYSTEMS, places, strict=True) if family in families), encoding="utf-8")
        yield config


def places(config: Path) -> list[tuple[str, str]]:
    """(family, host:port) of every peer."""
    peers = tomllib.loads(config.read_text("utf-8"))["target"][TARGET]["peer"]
    return [(peer["family"], peer["address"].partition("//")[2]) for peer in peers]


def _peer(family: str, place: str, site: str) -> str:
    """One system of a township; its bench has a door for every event."""
    role, doors = SYSTEMS[family]
    told = [f"\n[[target.{TARGET}.peer]]", f'name = "{site}{family}"', f'family = "{family}"', f'role = "{role}"', f'address = "http://{place}"',
            *([f'site = "{site}"'] if site else []), *(f'stimuli.{d} = {{http = "POST http://{place}/bench/{d}"}}' for d in doors)]
    return "\n".join(told) + "\n"


def events(config: Path, *, seed: int, budget_s: float, root: Path = ROOT, only: str = "") -> Iterator[Event]:
    """Everything that a run tells."""
    lines = live_lines(catalogue(root), config, TARGET, money=TARGET, only=only)
    settings = Settings(seed=seed, budget_s=budget_s, target=TARGET, only=only, base=int(time.time() * 1000) % 10**11)
    return verify(catalogue(root), lines, settings)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """The first finding. seconds: from the start of the run, spent_s: of our processor. named: `contract promise`, '' = nothing found."""

    named: str = ""
    says: str = ""
    peer: str = ""
    seconds: float = 0.0
    spent_s: float = 0.0


def first_finding(config: Path, *, seed: int, budget_s: float, root: Path = ROOT, only: str = "") -> Sighting:
    """Run until something is found."""
    started, spent = time.monotonic(), time.process_time()
    for event in events(config, seed=seed, budget_s=budget_s, root=root, only=only):
        if isinstance(event, Found):
            verdict = event.finding.verdict
            return Sighting(named=f"{verdict.contract} {verdict.promise}", peer=event.finding.peer, seconds=time.monotonic() - started, spent_s=time.process_time() - spent,
                            says=f"{verdict.says} {verdict.where}: {verdict.expected} / {verdict.actual}")
    return Sighting(seconds=time.monotonic() - started, spent_s=time.process_time() - spent)


def whole_run(config: Path, *, seed: int, budget_s: float, root: Path = ROOT, only: str = "") -> tuple[RunFinished, list[Closed]]:
    """The end of a run and the cells that are not kept."""
    told = list(events(config, seed=seed, budget_s=budget_s, root=root, only=only))
    end = told[-1]
    assert isinstance(end, RunFinished)
    return end, [e for e in told if isinstance(e, Closed) and e.cell.outcome not in (Outcome.KEPT, Outcome.NOTED)]
