"""`kanhe catalogue`: everything that the contracts say is there, as a table, as JSON, and on a page that needs no script."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.__main__ import main
from kanhe.contract.load import load
from kanhe.model.contract import Flow
from kanhe.report.catalogue.shelf import systems
from kanhe.report.catalogue.specimen import shown
from kanhe.report.catalogue.states import drawing
from kanhe.report.words import width
from kanhe.wire.codec import encode
from kanhe.wire.framing import frame

ROOT = Path(__file__).parents[1] / "contract/root"
OURS = Path(__file__).parents[2] / "contracts"


def told(capsys, *words: str) -> str:
    """Standard output of a catalogue that is well."""
    assert 0 == main(["catalogue", *words])
    return capsys.readouterr().out


def test_every_interface_and_rule_is_in_the_table(capsys):
    """Each once, with level and grade, no line wider than 80 columns, in signs that GBK has."""
    catalogue = load(ROOT)
    text = told(capsys, "--root", str(ROOT))
    text.encode("gbk")
    assert [] == [line for line in text.splitlines() if width(line) > 80]
    for contract in [*catalogue.contracts.values(), *catalogue.files.values()]:
        assert len(re.findall(rf"(?m)^    {contract.id.partition('.')[2]} .*{contract.title}", text)) == 1
        for rule in contract.rules:
            assert len(re.findall(rf"(?m)^      {rule.id} +(必守|应守|提示) {rule.source.grade.value} ", text)) == 1, rule.id
    assert re.search(r"(?m)^    流程 account  账户的一生$", text) and "对账  till" in text
    assert "TILL-06" not in told(capsys, "--root", str(ROOT), "--brief")


def test_the_table_of_the_project_fits(capsys):
    """80 columns for every contract of the project too."""
    assert [] == [line for line in told(capsys, "--root", str(OURS)).splitlines() if width(line) > 80]


@pytest.mark.parametrize(("only", "ids"), [
    ("till.pay", {"till.pay"}), ("PAY", {"till.pay"}), ("till", {"till.arrives", "till.ledger", "till.open", "till.pay"}),
    ("TEST", {"till.arrives", "till.ledger", "till.open", "till.pay", "desk.send"}), ("*.send", {"desk.send"})])
def test_only(only, ids):
    """By system, family, id and code of the operation."""
    assert ids == {i.item.id for s in systems(load(ROOT), only) for f in s.families for i in f.interfaces}


def test_the_record(capsys):
    """Fields, rules and pairs by name; the specimen's bytes are those that go over the wire."""
    found = json.loads(told(capsys, "--root", str(ROOT), "--json"))
    families = {f["family"]: f for s in found["systems"] for f in s["families"]}
    pay = next(i for i in families["till"]["interfaces"] if i["id"] == "till.pay")
    contract = load(ROOT).contracts["till.pay"]
    body = encode(contract, contract.specimen_request, reply=False).body
    assert frame(contract.party.wire.framing, body).hex() == pay["specimen"]["request"]
    assert [f.path for f in contract.request] == [f["path"] for f in pay["request"]]
    assert {r.id for r in contract.rules} == {r["id"] for r in [*pay["rules"], *families["till"]["rules"]]}
    assert [{"from": "OPEN", "to": "FULL", "by": "PAY"}] == families["till"]["flows"][0]["transitions"]
    assert all(r["refuses"] for r in pay["rules"] if "holds" in r)


def test_the_page(tmp_path, capsys):
    """One file without script or anything from elsewhere; all fields, codes, rules and pairs; every link has its place."""
    written = told(capsys, "--root", str(OURS), "--html", str(tmp_path)).strip()
    assert str(tmp_path / "catalogue.html") == written
    page = Path(written).read_text("utf-8")
    assert not re.search(r"<script|(src|href)=.https?:|@import|url\(|<link rel=.stylesheet", page)
    links, places = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert links and links <= set(places) and len(places) == len(set(places))
    text = unescape(re.sub(r"<wbr>", "", page))
    catalogue = load(OURS)
    for contract in catalogue.contracts.values():
        assert f'<section id="{contract.id}">' in page
        assert all(f"<code>{f.path}</code>" in text and f.title in text for f in (*contract.request, *contract.reply))
        assert all(f"<b>{r.id}</b>" in text and r.says in text for r in contract.rules)
    for one in (rule for linkage in catalogue.linkages.values() for rule in linkage.rules):
        assert all(f"<code>{formula.text}</code>" in text for formula in one.formulas), f"{one.id}: what a clerk reads tells all that is looked at"
    assert page.count("<svg") == sum(bool(f.transitions) for f in catalogue.flows.values())
    assert "1~100 字节（GBK）" in page and "<code>103014898</code> 缴纳新增建设用地土地有偿使用费" in text
    assert "000" in page and "&lt;TransCode&gt;G00001&lt;/TransCode&gt;" in page


def test_the_index_of_the_page(tmp_path, capsys):
    """By system and family; what crosses the wire before what happens at a party, each with the code by which it is called on the wire."""
    told(capsys, "--root", str(OURS), "--html", str(tmp_path))
    index = (tmp_path / "catalogue.html").read_text("utf-8").split("<nav>")[1].split("</nav>")[0]
    families = re.split(r'<th colspan="5">', index)[1:]
    assert len(load(OURS).parties | {f.party.family: f for f in load(OURS).files.values()}) == len(families)
    for family in families:
        kinds = re.findall(r"<td>(报文|文件|事件)</td>", family)
        assert kinds == sorted(kinds, key=lambda kind: kind == "事件")
    register = next(f for f in families if '<a href="#account_register">零余额账户清册</a>' in f)
    assert '单位清册下达<br><span class="small">5951</span>' in register


STATES = st.sampled_from("ABCDEFG")
STEPS = st.lists(st.tuples(STATES, STATES, st.sampled_from(["P1", "P2", "P3"])), max_size=16, unique=True)


@given(steps=STEPS)
def test_no_two_texts_of_a_drawing_meet(steps):
    """Whatever the transitions: well-formed, every transition's label is there, no two texts share a place, all lie within the drawing."""
    flow = Flow(id="x.y", title="甲", kind="thing", family="x", initial="A", transitions=tuple(steps))
    drawn = drawing(flow, {"P1": "付款一二三"})
    if not steps:
        assert "" == drawn
        return
    svg = ElementTree.fromstring(drawn).find("svg")
    assert svg is not None
    texts = [(int(t.get("x") or 0), int(t.get("y") or 0), t.text or "", t.get("text-anchor")) for t in svg.iter("text")]
    labels = [t for t in texts if t[3] is None]
    assert sorted(f"{by} 付款一二三" if by == "P1" else by for _, _, by in steps) == sorted(t[2] for t in labels)
    rows = sorted(y for _, y, _, _ in labels)
    assert all(b - a >= 24 for a, b in zip(rows, rows[1:], strict=False))
    assert all(x + 7 * width(text) < int(svg.get("width") or 0) and 0 < y < int(svg.get("height") or 0) for x, y, text, _ in labels)


@given(steps=STEPS)
def test_no_two_brackets_of_a_drawing_lie_upon_another(steps):
    """Vertical lines in one lane do not meet, and no two arrows end at one place."""
    flow = Flow(id="x.y", title="甲", kind="thing", family="x", initial="A", transitions=tuple(steps))
    drawn = drawing(flow, {})
    found = [tuple(map(int, m)) for m in re.findall(r'd="M[0-9]+ ([0-9]+)H([0-9]+)V([0-9]+)H', drawn)]
    spans = [(x, *sorted((a, b))) for a, x, b in found]
    for number, (x, low, high) in enumerate(spans):
        assert all(other != x or high < a or b < low for other, a, b in spans[number + 1:])
    ends = [b for _, _, b in found]
    assert len(ends) == len(set(ends))


def test_soap_is_shown_in_its_own_charset(capsys):
    """A SOAP specimen with Chinese is readable: the envelope is UTF-8 though the fields are in GBK."""
    catalogue = load(OURS)
    soap = [c for c in catalogue.contracts.values() if c.party.wire.codec == "soap" and c.kind == "call"]
    for contract in soap:
        for side, text in shown(contract):
            assert side.raw.decode("utf-8") in text.replace("\r\n", "\n")
    assert soap and all(c.party.wire.carrier == "UTF-8" for c in soap)
