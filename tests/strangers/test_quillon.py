"""A fiscal agent that shares no code with Kanhe: GBK warrants in base64 at a SOAP desk, receipts and returns of its own accord until they are
acknowledged, day books in a folder, a window that takes forms with an SM3 code, a clock that stands until it is moved.

`python tests/strangers/quillon.py --list` says what each defect is; all of them at every seed: tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from kanhe.books.books import Books
from kanhe.books.outcome import classify
from kanhe.books.steps import Fact
from kanhe.books.worlds import settle
from kanhe.cases.deviate import Deviation, deviate
from kanhe.cases.fill import fill
from kanhe.cases.search import Stand, Table, breaking
from kanhe.cases.style import Style
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.promises import compiled
from kanhe.files.checking import check
from kanhe.model.document import get
from kanhe.model.event import Peer
from kanhe.model.words import Outcome
from kanhe.run.lines import Line, beside
from kanhe.run.reception import FileLine
from tests.strangers import stand
from tests.strangers.names import QUILLON, QUILLON_OPEN, QUILLON_WINDOW

NOW = "20260601093000"
UNIT = "320600000001"
BUDGET_S = 60.0
SOME = ("paid-again-on-resend", "receipts-none", "receipt-once", "receipt-before-payment", "bounce-as-payment", "code-over-retyped")


@pytest.mark.parametrize("defect", SOME)
def test_the_defect_is_found_under_a_right_name(defect, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.agency(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, only=stand.WINDOW if defect in QUILLON_WINDOW else "")
    assert found.named.split()[1:] and found.named.split()[1] in QUILLON[defect].split(), f"{found.named}: {found.says}"


def test_the_agent_shares_no_code_and_every_defect_is_accounted_for():
    """It imports nothing of Kanhe, and no planted defect is left out in silence."""
    sources = {path.name: path.read_text("utf-8") for path in stand.HERE.glob("quillon*.py")}
    assert [] == [name for name, text in sources.items() if re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", text, re.MULTILINE)]
    planted = "".join(re.findall(r"^DEFECTS = \{[^\n]*\n(.*?)^\}", sources["quillon.py"], re.MULTILINE | re.DOTALL))
    assert {*QUILLON, *QUILLON_OPEN} == set(re.findall(r'^    "([a-z0-9-]+)":', planted, re.MULTILINE))


def test_files_are_laid_beside_the_messages_of_the_same_peer_alone():
    """Files with rules that look into the books come behind the one peer that speaks; where nobody or more than one does, by themselves."""
    speaks, other = (Line(peer=Peer(name=name, family="quillon", role="agent", address=""), link=object()) for name in ("甲", "乙"))
    files = FileLine(peer=Peer(name="丙", family="quillon", role="agent", address="", files=True), link=object())
    assert [(speaks, replace(files, beside=True))] == beside(stand.catalogue(), [files, speaks])
    assert [(files,)] == beside(stand.catalogue(), [files])
    assert [(speaks,), (files,), (other,)] == beside(stand.catalogue(), [speaks, files, other])


@pytest.mark.parametrize(("known", "told"), [("100.00", set()), ("100.01", {"QFA-C5"}), ("", {"QFA-C5"})])
def test_a_row_of_a_file_is_what_the_messages_said(known, told):
    """A payment with the sum of its receipt is right, one with another sum or without a receipt is not; without books nothing is said."""
    roll = stand.catalogue().files["quillon.roll"]
    path = stand.HERE / "fixtures" / "quillon" / roll.specimen
    posting = {"key": ["P", "W1", "0"], "fields": {"day": "20260601", "kind": "P", "sum": Decimal(known or 0), "payee": "南通（通州）某建筑公司"}}
    for books, found in ((Books.of({"posting": [posting] if known else []}), told), (None, set())):
        with path.open("rb") as stream:
            report = check(roll, path.name, stream, books=books)
        assert found == set(report.counts)
        assert ("QFA-C5" in report.tried) is (books is not None)


# -- what the agent taught, each by itself ---------------------------------------------------------------------------------------------


def contract(name):
    """One of the contracts of the desk."""
    return stand.catalogue().contracts[f"quillon.{name}"]


def granted() -> Books:
    """Books in which the unit has its quota."""
    return Books.of({"purse": [{"key": [UNIT], "status": "OPEN", "balance": "1000.00", "fields": {"name": "南通市某学校"}}]})


def table() -> Table:
    """The planner's view of the desk."""
    mine = [c for c in stand.catalogue().contracts.values() if c.party.family == "quillon"]
    return Table(operations=[c for c in mine if c.receiver == "agent" or c.kind == "stimulus"], inbound={}, draw=Draw(1, Counter(0)), now=NOW,
                 parameters={}, left=10**6)


def lodged(standing: str) -> dict[str, Outcome]:
    """What is said of the promises after a warrant was answered `processing` with this standing."""
    lodge = contract("lodge")
    request = lodge.specimen_request
    reply = {"stamp": request["stamp"], "verdict": "120", "no": get(request, "parcel.Slip.Paper.No"), "standing": standing}
    fact = Fact(contract=lodge, request=request, reply=reply, seen=classify(lodge.outcomes, reply), now=NOW)
    return {v.promise: v.outcome for v in settle((granted(),), fact, compiled(lodge).read)[1]}


def test_what_an_answer_for_later_shows_is_judged():
    """`processing` with a standing that the warrant cannot have breaks the promise of what it shows."""
    assert lodged("QUEUED")["QFA-31"] is Outcome.KEPT
    assert lodged("RECALLED")["QFA-31"] is Outcome.BROKEN


def test_what_is_never_done_at_once_is_accepted_with_processing():
    """Where success would do no more than `processing` does, that is the acceptance."""
    assert lodged("QUEUED")["quillon.lodge:accepts"] is Outcome.KEPT


def test_a_field_that_is_worked_out_from_another_one_comes_after_it():
    """The envelope's sum repeats the warrant's, which is that of its items."""
    request = fill(table().pen(contract("lodge"), Stand(books=granted()), Style()))
    paper = get(request, "parcel.Slip.Paper")
    assert get(request, "parcel.Slip.@Sum") == paper["Sum"] != "0.00"


def test_a_wrong_sum_is_the_only_thing_wrong():
    """What repeats a sum that is wrong on purpose repeats the wrong one: nothing but the sum speaks against the request."""
    here, lodge = table(), contract("lodge")
    pen = here.pen(lodge, Stand(books=granted()), Style(rows=1))
    base = fill(pen)
    wrong = deviate(pen, base, Deviation(path="parcel.Slip.Paper.Sum", node="0.07", note="", sort="edge"))
    assert "0.07" == get(wrong, "parcel.Slip.@Sum")
    assert "QFA-12" == here.sort(lodge, wrong, granted()).breach


def test_what_makes_a_thing_or_adds_to_it_is_tried_on_one_that_is_there():
    """A quota for a unit that is known, under another name: two places are not as they would be by themselves."""
    here, grant = table(), contract("grant")
    memory = Stand(books=granted()).memory.add(grant, {**grant.specimen_request, "unit": UNIT}, None)
    route = breaking(here, grant, Stand(books=granted(), memory=memory), "QFA-23")
    assert route is not None
    assert UNIT == route.request["unit"]
    assert "南通市某学校" != route.request["unitName"]
