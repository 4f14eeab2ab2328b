"""Every kind of seal in a whole run: an honest peer keeps its promises, one that does not look, or lies in its answers, is found."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kanhe.contract.load import load
from kanhe.model.event import Closed, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.lines import Line
from kanhe.run.lint.lint import lint
from kanhe.run.session import Session, Stopped
from kanhe.run.target import seated
from kanhe.simulate.simulator import Simulator
from kanhe.transport.memory import MemoryLink
from kanhe.wire import sm
from kanhe.wire.seal.keys import TEST_KEYS

HERE = Path(__file__).parent / "sealed"
TCP = 'transport: tcp\n  framing: {width: 6, pad: "0"}'
HTTP = "transport: http\n  path: /purse"
WIRES = {
    "tcp, SM2 in an element": f"{TCP}\n  seal: {{kind: sm2-body, element: Sign, replies: yes, rule: PURSE-01, genuine_rule: PURSE-03}}",
    "tcp, SM2 as DER": f"{TCP}\n  seal: {{kind: sm2-body, element: Sign, encoding: der, rule: PURSE-01}}",
    "tcp, SM3 code": f"{TCP}\n  seal: {{kind: sm3-comment, replies: yes, rule: PURSE-01}}",
    "tcp, SM3 code and SM4": f"{TCP}\n  seal: {{kind: sm3-comment, replies: yes, rule: PURSE-01}}\n  cipher: {{encoding: raw}}",
    "http, SM2 in a header and SM4": f"{HTTP}\n  seal: {{kind: sm2-body, rule: PURSE-01, replies: yes}}\n  cipher: {{encoding: base64}}",
    "http, SM2 in headers": f"{HTTP}\n  seal: {{kind: sm2-headers, rule: PURSE-01, replies: yes, genuine_rule: PURSE-03}}",
}
GENUINE = "  - {id: PURSE-03, says: 不常见但正确的签名应予受理, declared: genuine}\n"
TODAY = "20260105"
KEYS = replace(TEST_KEYS, next_private_key=f"{12345:064x}", next_public_key=sm.public_of(f"{12345:064x}"), change_day=TODAY)


def rooted(place: Path, wire: str):
    """The catalogue of the purse over this wire; it lints clean."""
    root = place / "contracts"
    shutil.copytree(HERE, root)
    party = root / "banks/purse/party.yaml"
    text = party.read_text("utf-8").replace("#WIRE", WIRES[wire])
    party.write_text(text + (GENUINE if "PURSE-03" in text else ""), "utf-8")
    catalogue = load(root)
    assert [] == [str(p) for p in lint(catalogue) if not p.note]
    return catalogue


def run(catalogue, *defects):
    """Cells by promise, and the end of the run."""
    def clock() -> str:
        return f"{TODAY}093000"

    peer = Simulator(catalogue, "purse", "bank", keys=KEYS, clock=clock, defects=defects)
    party = catalogue.parties["purse"]
    line = Line(peer=seated(party, "bank", "memory://purse/bank"), link=MemoryLink(peer), keys=KEYS, clock=clock)
    events = list(verify(catalogue, [line], Settings(seed=1, sequences=2, budget_s=60)))
    cells = {e.cell.promise.id: e.cell for e in events if isinstance(e, Closed)}
    return cells, next(e for e in events if isinstance(e, RunFinished))


@pytest.mark.parametrize("wire", WIRES)
def test_an_honest_peer_keeps_every_promise(tmp_path, wire):
    """Everything is tried, forged seals and odd but right ones included, and nothing is broken."""
    cells, end = run(rooted(tmp_path, wire))
    assert {} == {name: cell.outcome for name, cell in cells.items() if cell.outcome is not Outcome.KEPT}
    assert (0, True) == (end.exit_code, end.complete)
    assert "PURSE-01" in cells and ("PURSE-03" in cells) == ("PURSE-03" in WIRES[wire])


@pytest.mark.parametrize("wire", WIRES)
def test_a_peer_that_does_not_look_at_the_seal_is_found(tmp_path, wire):
    """Forged messages that it books break the seal's promise."""
    cells, end = run(rooted(tmp_path, wire), SimpleNamespace(skip=frozenset({"seal"})))
    assert Outcome.BROKEN is cells["PURSE-01"].outcome and 1 == end.exit_code


@pytest.mark.parametrize("wire", [w for w in WIRES if "replies" in WIRES[w]])
def test_a_peer_that_changes_its_answers_after_sealing_is_found(tmp_path, wire):
    """An answer whose seal does not fit is no answer: the outcome is unknown, and the promise broken."""
    def later(message):
        return replace(message, body=message.body[:-1] + bytes([message.body[-1] ^ 1]), headers=tuple(
            (k, v[:-4] + "AAA=" if k.lower() == "x-sign" else v) for k, v in message.headers))

    cells, end = run(rooted(tmp_path, wire), SimpleNamespace(sealed=later))
    assert Outcome.BROKEN is cells["PURSE-01"].outcome and 1 == end.exit_code
    assert "seal" == cells["PURSE-01"].findings[0].story[-1].trouble.phase


def test_a_peer_that_knows_only_the_old_certificate_is_found(tmp_path):
    """On the day of change both are valid (SIG-08)."""
    catalogue = rooted(tmp_path, "tcp, SM2 in an element")
    peer = Simulator(catalogue, "purse", "bank", keys=replace(KEYS, change_day=""), clock=lambda: f"{TODAY}093000")
    party = catalogue.parties["purse"]
    line = Line(peer=seated(party, "bank", "memory://x"), link=MemoryLink(peer), keys=KEYS, clock=lambda: f"{TODAY}093000")
    events = list(verify(catalogue, [line], Settings(seed=1, sequences=2)))
    cells = {e.cell.promise.id: e.cell for e in events if isinstance(e, Closed)}
    assert Outcome.BROKEN is cells["PURSE-03"].outcome


def test_a_genuine_seal_that_was_never_sent_is_not_judged(tmp_path, monkeypatch):
    """Where the time is used up before it goes out, what came before it says nothing about it: 未测到, neither kept nor our fault."""
    send = Session.send

    def stopped(session, *args, aim="", **named):
        if aim == "PURSE-03":
            raise Stopped("时间预算用完")
        return send(session, *args, aim=aim, **named)

    monkeypatch.setattr(Session, "send", stopped)
    cells, _ = run(rooted(tmp_path, "http, SM2 in headers"))
    assert (Outcome.SKIPPED, 0) == (cells["PURSE-03"].outcome, cells["PURSE-03"].tried)
