"""What a run with `--only` finds about contracts that it did not pick: never lost, told beside the plan, and as binding as it is."""

from __future__ import annotations

import json

from kanhe.model.event import RunFinished, RunStarted
from kanhe.model.verdict import Promise, Verdict
from kanhe.model.words import Level, Outcome
from kanhe.run.tally import Tally
from tests.report.runs import cells, events, write

PICKED, QUERY, RULE = "land_margin.G00003", "land_margin.G00013", "LAND-05E"
KEY = (QUERY, RULE)


def test_a_finding_on_the_way_is_told_beside_the_plan():
    """Everything planned is reported, no more and no less; beside it the query that was asked on the way, with the promise's own words."""
    heard = events(PICKED, "d620")
    start, end = (next(e for e in heard if isinstance(e, kind)) for kind in (RunStarted, RunFinished))
    found = cells(heard)
    planned = [(c.peer, c.promise) for c in found if not c.beside]
    assert sorted(map(repr, start.planned)) == sorted(map(repr, planned))
    beside = [c for c in found if c.beside]
    assert [(*KEY, Outcome.BROKEN)] == [(c.promise.contract, c.promise.id, c.outcome) for c in beside]
    assert beside[0].promise.clause and beside[0].findings[0].steps
    assert (1, ()) == (end.exit_code, end.missing)


def test_reports_tell_it(tmp_path):
    """Console and page name it, the summary counts it apart, planned equals reported in each."""
    write(events(PICKED, "d620"), tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert told["planned"] == told["reported"] and 1 == told["beside"]
    assert [QUERY] == [c["contract"] for c in told["cells"] if c["beside"]]
    assert f"{QUERY}:{RULE}" in (tmp_path / "console.txt").read_text("utf-8").replace("\n", "").replace(" ", "")
    page = next(tmp_path.rglob("*.html")).read_text("utf-8")
    assert "计划外另见 <b>1</b>" in page and "INCOMPLETE" not in page


def test_a_promise_that_does_not_bind_stays_one_beside_the_plan():
    """What nobody planned keeps its level: a broken `should` is only noted; what is kept is not reported at all."""
    tally = Tally("银行")
    tally.know([Promise(contract=QUERY, id=RULE, says="宜", level=Level.SHOULD)])
    tally.hear(Verdict(contract=QUERY, promise="kept", outcome=Outcome.KEPT), None)
    tally.hear(Verdict(contract=QUERY, promise=RULE, outcome=Outcome.BROKEN), None)
    assert [(RULE, Outcome.NOTED, True)] == [(c.promise.id, c.outcome, c.beside) for c in tally.cells()]
