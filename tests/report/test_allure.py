"""Allure results: one per contract x peer x promise, labelled, with what was on the wire, and nothing lost silently."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.wire_text import as_hex, sides, telling
from kanhe.wire.framing import frame
from tests.report.runs import CHEATED, PEER, broken_events, cells, events, exchange, finding, made_up, promise, six_outcomes, write


def results(heard, folder) -> list[dict]:
    """The results of a run as Allure reads them."""
    write(heard, folder)
    return [json.loads(p.read_text(encoding="utf-8")) for p in sorted((folder / "allure-results").glob("*-result.json"))]


def labels(result) -> dict[str, str]:
    """The labels of one result."""
    return {label["name"]: label["value"] for label in result["labels"]}


def attachments(result) -> list[dict]:
    """All attachments of a result, those of its steps too."""
    return result.get("attachments", []) + [a for s in result.get("steps", []) for a in s.get("attachments", [])]


@pytest.mark.parametrize("heard", [events, broken_events], ids=["honest", "broken"])
def test_one_result_per_promise_and_peer_and_distinct_bugs_split(tmp_path, heard):
    """A cell is one result; a cell with n findings is n results with n names and n histories."""
    found = results(heard(), tmp_path)
    wanted = Counter((c.promise.contract, c.promise.id, c.peer) for c in cells(heard()) for _ in c.findings or (None,))
    assert wanted == Counter((labels(r)["contract"], labels(r)["promise"], labels(r)["feature"]) for r in found)
    for key in ("uuid", "historyId", "fullName"):
        assert len(found) == len({r[key] for r in found})


def test_two_bugs_in_one_promise_tell_two_stories(tmp_path):
    """The results of one promise with two findings have different names and messages."""
    bad = [r for r in results(broken_events(), tmp_path) if r["status"] == "failed"]
    assert 2 <= len(bad) and len(bad) == len({r["name"] for r in bad}) == len({r["statusDetails"]["message"] for r in bad})


def test_history_ids_do_not_depend_on_the_run(tmp_path):
    """Two runs of the same plan give the same ids, so that Allure can follow a promise over time."""
    first = {r["historyId"] for r in results(made_up(six_outcomes()), tmp_path / "a")}
    assert first == {r["historyId"] for r in results(made_up(six_outcomes()), tmp_path / "b")}


def test_labels(tmp_path):
    """epic is the system, feature the peer, story the contract in Chinese; severity, owner and clause are there."""
    for result in results(broken_events(), tmp_path):
        found = labels(result)
        assert "土地出让金管理" == found["epic"] and found["story"].endswith("申请子账号") and "保证金开户银行" == found["feature"]
        assert found["severity"] in ("blocker", "critical", "normal", "minor") and "土地出让金组" == found["owner"] and found["contract"]


def test_statuses_keep_the_bank_and_us_apart(tmp_path):
    """Only a violated promise is failed; a dead peer is broken, our own fault unknown, an untried promise skipped."""
    found = {labels(r)["outcome"]: r["status"] for r in results(made_up(six_outcomes()), tmp_path)}
    assert {"守约": "passed", "提示": "passed", "不符": "failed", "不可达": "broken", "本方故障": "unknown", "未测到": "skipped"} == found


@pytest.mark.parametrize("masked", ["0", "1"])
def test_attachments_are_what_was_on_the_wire(tmp_path, monkeypatch, masked):
    """Text, hex and raw bytes of both directions: equal to the wire unmasked, and equal in length and elsewhere masked."""
    monkeypatch.setenv("KANHE_MASK", masked)
    bad = {r["historyId"]: r for r in results(broken_events(), tmp_path) if r["status"] == "failed"}
    stories = [(c, f) for c in cells(broken_events()) for f in c.findings]
    assert len(stories) == len(bad)
    for result in bad.values():
        exchange_ = next(telling(f) for _, f in stories if f.verdict.says in result["name"])
        files = {a["name"]: (tmp_path / "allure-results" / a["source"]).read_bytes() for a in attachments(result)}
        framing, charset = exchange_.contract.party.wire.framing, exchange_.contract.party.wire.charset
        wire = {"发送": frame(framing, exchange_.sent.body), "收到": exchange_.received.raw}
        for side in sides(exchange_):
            raw = next(v for k, v in files.items() if k.endswith(f"{side.title} {exchange_.contract.operation}（原始字节）"))
            name = next(k for k, v in files.items() if v is raw).removesuffix("（原始字节）")
            assert len(wire[side.title]) == len(raw) and (masked == "1" or wire[side.title] == raw)
            assert as_hex(raw) == files[f"{name}（十六进制）"].decode()
            text = files[f"{name}（文本）"].decode()
            assert len(raw) - framing.width == len(text.encode(charset)) and (masked == "1" or raw.decode(charset).endswith(text))


def test_every_reference_has_a_file_of_its_own(tmp_path):
    """Every attachment exists and is referred to once: Allure 3 shows the second reference to a file as missing."""
    sources = [a["source"] for r in results(broken_events(), tmp_path) for a in attachments(r)]
    assert sources and len(sources) == len(set(sources))
    assert set(sources) == {p.name for p in (tmp_path / "allure-results").glob("*-attachment.*")}


def test_steps_name_the_guilty_one(tmp_path):
    """A failed result tells its story step by step; exactly one step is failed, and it is one of the contract."""
    for result in (r for r in results(broken_events(), tmp_path) if r["status"] == "failed"):
        guilty = [s["name"] for s in result["steps"] if s["status"] == "failed"]
        assert 1 == len(guilty) and CHEATED.rpartition(".")[2] in guilty[0]
        assert any("重跑命令" == a["name"] for a in result["attachments"]) and "kanhe verify --only" in result["description"]


def test_the_manifest_names_every_result(tmp_path):
    """planned.json lists each result file with what it is about, and the plan's number."""
    write(broken_events(), tmp_path)
    folder = tmp_path / "allure-results"
    told = json.loads((folder / "planned.json").read_text(encoding="utf-8"))
    assert {p.name for p in folder.glob("*-result.json")} == set(told["results"]) and [] == told["missing"]
    assert all(CHEATED in about and "对端 保证金开户银行" in about for about in told["results"].values())


def test_a_run_without_an_end_says_so(tmp_path):
    """A run that broke off leaves a manifest that names what never got a result."""
    kept = [Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT)]
    write(made_up(kept, ended=False, planned=2), tmp_path)
    told = json.loads((tmp_path / "allure-results" / "planned.json").read_text(encoding="utf-8"))
    assert not told["complete"] and 3 == told["planned"] and 1 == told["reported"] and 2 == len(told["missing"])


def test_an_unreadable_reply_is_kept_as_bytes(tmp_path):
    """Bytes that the charset does not know are shown as codes in the text, never replaced, and raw as they were."""
    odd = exchange("甲\udcff乙")
    raw = b"000003\xff\xfe\x80"
    from dataclasses import replace
    odd = replace(odd, received=replace(odd.received, reply=None, raw=raw))
    cell = Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.BROKEN, findings=(finding(story=(odd,)),))
    found = results(made_up([cell]), tmp_path)
    files = {a["name"]: (tmp_path / "allure-results" / a["source"]).read_bytes() for a in attachments(found[0])}
    text = next(v for k, v in files.items() if "收到" in k and "文本" in k).decode()
    assert raw == next(v for k, v in files.items() if "收到" in k and "原始" in k) and r"\xff" in text and "\ufffd" not in text
