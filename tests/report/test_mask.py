"""Nothing private and no secret reaches any file of a report, in any form in which it is likely to be written."""

from __future__ import annotations

import base64
from dataclasses import replace
from urllib.parse import quote

import pytest

from kanhe.model.exchange import Message
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.mask import Mask, hidden
from tests.report.runs import CHEATED, PEER, broken_events, catalogue, cells, contract, exchange, finding, made_up, promise, write

SECRET = "S3cr3t/Key+2026-鑰"
HEX_KEY = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
ID = "11010519491231002X"
CARD = "6222021110000000006"
ACCOUNT = "32061234567890001"


def everything(folder) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def shapes(value: str) -> list[bytes]:
    """A value as it may stand in a file: plain in two charsets, hex, base64 of both, inside a longer base64, percent-encoded."""
    found = []
    for charset in ("utf-8", "gb18030"):
        data = value.encode(charset)
        found += [data, data.hex().encode(), data.hex().upper().encode(), data.hex(" ").encode(), base64.b64encode(data).rstrip(b"=")[:-1]]
        found += [base64.b64encode(b"u" * n + data)[-(-n * 8 // 6) : (n + len(data)) * 8 // 6] for n in range(3)]
    return list(dict.fromkeys(found))


def poisoned() -> list[Cell]:
    """Cells with canaries in header, address, body, verdict, step, reason and in a reply that cannot be decoded."""
    code = base64.b64encode(f"user:{SECRET}".encode()).decode()
    poison = f"{SECRET} {HEX_KEY} {HEX_KEY.lower()} {ID} {CARD} {ACCOUNT} Basic {code} {SECRET.encode('gb18030').hex()}"
    bad = exchange(poison, account=ACCOUNT)
    headers = (("Authorization", f"Basic {code}"), ("X-Key", SECRET))
    http = replace(bad, sent=Message(body=poison.encode(), method="POST", target=f"/x?k={ID}&c={CARD}", headers=headers))
    lost = replace(bad, received=replace(bad.received, reply=None, raw=poison.encode("gb18030")), reply=None)
    found = [finding(says=f"{n} {poison}", actual=poison, story=(e,)) for n, e in enumerate((bad, http, lost))]
    found = [replace(f, steps=(f"1. 发送 {poison}",)) for f in found]
    return [Cell(promise=replace(promise(1), says=f"约定 {ID}"), peer=PEER.name, outcome=Outcome.BROKEN, findings=tuple(found)),
            Cell(promise=promise(2), peer=PEER.name, outcome=Outcome.HARNESS, reason=f"异常 {poison}"),
            Cell(promise=promise(3), peer=PEER.name, outcome=Outcome.KEPT, sample=bad)]


@pytest.mark.parametrize("canary", [SECRET, HEX_KEY, ID, CARD, ACCOUNT])
def test_canaries_are_in_no_file(tmp_path, canary):
    """No file of the report, and no line of the terminal, holds a canary in any of its forms."""
    write(made_up(poisoned()), tmp_path, secrets=[SECRET, HEX_KEY])
    for name, data in everything(tmp_path).items():
        assert [] == [s for s in shapes(canary) if s in data], name


def test_canaries_are_found_when_the_mask_is_off(tmp_path, monkeypatch):
    """The search above can fail: with the mask switched off every canary is there."""
    monkeypatch.setenv("KANHE_MASK", "0")
    write(made_up(poisoned()), tmp_path)
    whole = b"".join(everything(tmp_path).values())
    assert all(canary.encode() in whole for canary in (SECRET, HEX_KEY, ID, CARD, ACCOUNT))


def test_private_fields_of_a_real_run_are_masked(tmp_path):
    """Every account and name that really crossed the wire in a shown story is absent from every file of the report."""
    mask = write(broken_events(), tmp_path)
    values = {v for c in cells(broken_events()) for f in c.findings for e in f.story for v in mask._values(e)}
    assert values
    for name, data in everything(tmp_path).items():
        assert [] == [v for v in values for charset in ("utf-8", "gb18030") if v.encode(charset) in data], name


def test_names_of_two_characters_are_masked():
    """A person's name is short; it is masked where a vocabulary word says that it is private."""
    fields = [f for f in contract().request if f.means and catalogue().vocabulary[f.means].private]
    assert fields
    named = replace(exchange(), request={"head": {}, "body": {fields[0].path.rpartition(".")[2]: "张三"}})
    assert "付款人 张＊ 未到账" == Mask(catalogue()).text("付款人 张三 未到账", named)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_bytes_keep_their_length(charset):
    """Masked bytes are as long as they were, so that offsets and length prefixes can still be checked."""
    data = f"000123<a>{ID}</a>{SECRET}<b>{ACCOUNT}</b>".encode(charset)
    shown = Mask(catalogue(), [SECRET]).data(data, charset, exchange(account=ACCOUNT))
    assert len(data) == len(shown) and ACCOUNT.encode() not in shown and shown.startswith(b"000123<a>11")


def test_what_is_not_private_stays(tmp_path):
    """Amounts, dates, operation codes and serial numbers are left alone: a report that hides everything says nothing."""
    text = "G00003 20260105101530 SeqNo=2026010500000003 金额 50000000.00 期限 20260120"
    assert text == Mask(catalogue(), [SECRET]).text(text, exchange())
    write(broken_events(), tmp_path)
    assert "&lt;TransCode&gt;G00003" in (tmp_path / "verdict.html").read_text(encoding="utf-8") and CHEATED


@pytest.mark.parametrize(("value", "shown"), [
    ("6222021110000000006", "62*************0006"), ("12345678", "********"), ("甲公司", "甲＊＊")])
def test_a_mask_keeps_what_two_people_need(value, shown):
    """Length, first two and last four signs of a long number stay; a name keeps its first character."""
    assert shown == hidden(value) and len(value) == len(shown)


def test_percent_encoding_of_ascii_is_the_same_text():
    """An id in an address is masked like any text."""
    assert ID not in Mask(catalogue()).text(f"/x?id={quote(ID)}")
