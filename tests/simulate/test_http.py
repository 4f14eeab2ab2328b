"""Simulators over HTTP: routes, seals, nonces, and batches whose rows stand alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.document import Document, copy, get, put
from kanhe.model.exchange import Message
from kanhe.model.words import ReplyClass
from kanhe.simulate import simulator as simulators
from kanhe.simulate.behaviour import Command, Step
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import KINDS, sign

NOW = "20260105101530"

WORDS = """
message: {title: 说明, role: text}
person: {title: 人员, role: key}
age: {title: 年龄, role: count}
row: {title: 行号, role: count}
year: {title: 年度, role: key}
"""

PARTY = """
family: people
title: 人员
system: TEST
system_title: 测试
roles: {unit: 单位, bureau: 财政}
source: {document: 测试规范, grade: M}
behaves: people
wire:
  transport: http
  codec: json
  charset: UTF-8
  seal:
    kind: sm2-headers
    encoding: raw
    headers: {app_id: x-app-id, timestamp: x-timestamp, nonce: x-nonce, signature: x-sign}
    window_s: 300
  deadline_s: 2
outcomes:
  at: [status, body.code]
  success: {"200 000000": 成功}
  refused: {"400 E0001": 不合规}
  fault: {"500 *": 系统错误}
reply:
  status: {title: 状态, type: N(3), required: always}
  body.code: {title: 代码, type: AN(6), required: always}
  body.msg: {title: 说明, type: G(0..200), means: message, required: no}
"""

PUSH = """
id: people.push
title: 推送
operation: POST /people/{year}
sends: unit
source: {clause: PUSH}
owner: 测试组
behaviour: push
request:
  path.year: {title: 年度, type: N(4), means: year}
  body.rows[].id: {title: 证件, type: AN(20), means: person}
  body.rows[].age: {title: 年龄, type: int(1..150), means: age}
reply:
  body.rejected[].no: {title: 行号, type: int(1..500), means: row}
  body.rejected[].id: {title: 证件, type: AN(20), means: person, required: no}
  body.rejected[].why: {title: 原因, type: G(200), means: message}
batch: {rows: body.rows, rejected: body.rejected, index: "no", base: 1}
rules:
  - id: P-1
    says: 年满十八岁
    level: must
    source: {clause: P-1, grade: M}
    on: request
    each: request.body.rows
    holds: row.age >= 18
    accepts: {request.body.rows.0.age: 18}
    refuses: {request.body.rows.0.age: 17}
specimen:
  request: {path: {year: "2026"}, body: {rows: [{id: A, age: 30}]}}
  reply: {status: "200", body: {code: "000000", rejected: []}}
"""


def push(world: tuple[str, ...], command: Command) -> Step:
    """Keeps every person once; one who is known is rejected by its place in the rows that came in."""
    rejected = []
    for place, row in enumerate(command.rows):
        if row["person"] in world:
            rejected.append({"row": place, "message": "已有此人", "person": row["person"]})
        else:
            world = (*world, str(row["person"]))
    return Step(world=world, outcome=ReplyClass.SUCCESS, rows=tuple(rejected))


class Bureau:
    """The receiving side and a unit that signs what it sends."""

    def __init__(self, root: Path) -> None:
        home = root / "people"
        home.mkdir()
        (root / "vocabulary.yaml").write_text(WORDS.lstrip(), "utf-8")
        (home / "party.yaml").write_text(PARTY.lstrip(), "utf-8")
        (home / "push.yaml").write_text(PUSH.lstrip(), "utf-8")
        self.catalogue = load(root)
        self.contract = self.catalogue.contracts["people.push"]
        self.now = NOW
        self.simulator = Simulator(self.catalogue, "people", "bureau", clock=lambda: self.now)
        self.number = 0

    def message(self, *rows: dict[str, Any]) -> Message:
        """A signed request."""
        self.number += 1
        document = copy(self.contract.specimen_request)
        put(document, "body.rows", list(rows))
        seal = self.contract.party.wire.seal
        assert seal is not None
        bare = encode(self.contract, document, reply=False)
        return sign(seal, TEST_KEYS, bare, timestamp=self.now, nonce=f"{self.number:032d}")

    def answer(self, message: Message) -> Document:
        """The decoded answer."""
        reply = self.simulator.answer(message)
        assert reply is not None
        return decode(self.contract, reply, reply=True)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A bureau with the behaviour above."""
    module = SimpleNamespace(push=push, start=lambda role, seeds, now: ())
    monkeypatch.setattr(simulators, "behaviour_module", lambda name: module)
    return Bureau(tmp_path)


def test_a_bad_row_is_rejected_alone_with_its_own_number(bureau: Bureau) -> None:
    """Rows rejected by layout, by rule and by the behaviour keep their place in the message, counted from the base."""
    rows = [("A", 30), ("B", 17), ("C", "x"), ("A", 40), ("D", 20)]
    reply = bureau.answer(bureau.message(*({"id": person, "age": age} for person, age in rows)))
    assert ("200", "000000") == (reply["status"], get(reply, "body.code"))
    assert [(2, "B"), (3, None), (4, "A")] == [
        (row["no"], row.get("id") if row["no"] != 3 else None) for row in get(reply, "body.rejected")
    ]
    assert "年满十八岁" == get(reply, "body.rejected.0.why") and "已有此人" == get(reply, "body.rejected.2.why")
    assert ("A", "D") == bureau.simulator.world


def test_forged_seals_are_refused_and_change_nothing(bureau: Bureau) -> None:
    """Every known forgery is refused before anything is booked, and does not use up its nonce (SIG-06)."""
    seal = bureau.contract.party.wire.seal
    assert seal is not None
    for forge in KINDS[seal.kind].forgeries.values():
        good = bureau.message({"id": "Z", "age": 30})
        reply = bureau.answer(forge(seal, TEST_KEYS, good))
        assert ("400", "E0001") == (reply["status"], get(reply, "body.code"))
        assert get(reply, "body.msg")
    assert () == bureau.simulator.world


def test_a_bad_signature_does_not_consume_the_nonce(bureau: Bureau) -> None:
    """The same nonce, rightly signed, is accepted afterwards; a second time it is a replay."""
    seal = bureau.contract.party.wire.seal
    assert seal is not None
    good = bureau.message({"id": "N", "age": 30})
    bureau.answer(KINDS[seal.kind].forgeries["签名末字节翻转"](seal, TEST_KEYS, good))
    assert "200" == bureau.answer(good)["status"]
    replayed = bureau.answer(good)
    assert "400" == replayed["status"] and "重放" in str(get(replayed, "body.msg"))


@pytest.mark.parametrize(
    ("seconds", "status"), [("101029", "400"), ("101030", "200"), ("102030", "200"), ("102031", "400")]
)
def test_the_window_is_five_minutes_to_the_second(bureau: Bureau, seconds: str, status: str) -> None:
    """A timestamp 300 seconds off is in, 301 is out, on both sides."""
    bureau.now = NOW[:8] + seconds
    message = bureau.message({"id": "W", "age": 30})
    bureau.now = NOW
    assert status == bureau.answer(message)["status"]


def test_an_unknown_route_is_404_and_a_broken_body_is_told(bureau: Bureau) -> None:
    """Nobody serves it: 404. JSON that is none: a refusal of this operation, with a reason; a 5xx would blame the server."""
    message = bureau.message({"id": "A", "age": 30})
    other = bureau.simulator.answer(replace(message, target="/people/2026/x"))
    assert other is not None and 404 == other.status
    wrong = bureau.simulator.answer(replace(message, method="DELETE"))
    assert wrong is not None and 404 == wrong.status
    broken = bureau.answer(replace(message, body=b'{"rows": [1,'))
    assert "400" == broken["status"] and get(broken, "body.msg")
    assert () == bureau.simulator.world


def test_a_wrong_path_value_refuses_the_whole(bureau: Bureau) -> None:
    """What is not inside a row is not forgiven row by row."""
    seal = bureau.contract.party.wire.seal
    assert seal is not None
    bare = encode(bureau.contract, {"path": {"year": "26"}, "body": {"rows": [{"id": "A", "age": 30}]}}, reply=False)
    reply = bureau.answer(sign(seal, TEST_KEYS, bare, timestamp=NOW, nonce="9" * 32))
    assert "400" == reply["status"]
    assert () == bureau.simulator.world
