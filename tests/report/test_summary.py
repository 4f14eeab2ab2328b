"""The JSON summary and the verdict's words."""

from __future__ import annotations

import json

import pytest

from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.words import verdict
from tests.report.runs import PEER, broken_events, cells, events, made_up, promise, six_outcomes, write


def summary(heard, folder) -> dict:
    """The document of a run."""
    write(heard, folder)
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("heard", [events, broken_events], ids=["honest", "broken"])
def test_it_says_what_the_run_said(tmp_path, heard):
    """Cells, findings, numbers, seed and exit code are those of the run."""
    told, found = summary(heard(), tmp_path), cells(heard())
    assert len(found) == told["reported"] + told["beside"] == len(told["cells"]) == sum(told["counts"].values())
    assert told["planned"] == told["reported"]
    assert sum(len(c.findings) for c in found) == len(told["findings"]) and 1 == told["seed"]
    assert [(c.peer, c.promise.id, c.outcome.value) for c in found] == [(c["peer"], c["promise"], c["outcome"]) for c in told["cells"]]
    assert all(f["rerun"].startswith("kanhe verify --only") for f in told["findings"])


def test_no_end_is_exit_code_four(tmp_path):
    """A run that broke off is incomplete, whatever it found until then."""
    told = summary(made_up([], ended=False, planned=1), tmp_path)
    assert 4 == told["exit_code"] and not told["complete"] and "未完成" == told["verdict"]


def test_one_outcome_each(tmp_path):
    """Each of the six outcomes is counted under its own word."""
    assert {o.value: 1 for o in Outcome} == summary(made_up(six_outcomes()), tmp_path)["counts"]


@pytest.mark.parametrize(("outcomes", "complete", "ended", "word"), [
    ([Outcome.KEPT], True, True, "建议发布"), ([Outcome.KEPT, Outcome.NOTED], True, True, "有条件发布"),
    ([Outcome.KEPT, Outcome.SKIPPED], True, True, "有条件发布"), ([Outcome.KEPT, Outcome.SKIPPED], False, True, "未完成"),
    ([Outcome.KEPT, Outcome.UNREACHED], True, True, "未完成"), ([Outcome.KEPT, Outcome.HARNESS], True, True, "未完成"),
    ([Outcome.KEPT], False, True, "未完成"), ([Outcome.KEPT], False, False, "未完成"), ([Outcome.BROKEN], True, True, "不建议发布"),
    ([Outcome.BROKEN, Outcome.HARNESS], False, False, "不建议发布"),
])
def test_the_verdict_never_praises_what_was_not_tested(outcomes, complete, ended, word):
    """建议发布 needs a complete run in which every promise was tested and kept; every lack is named in the reason."""
    counts = {o: outcomes.count(o) for o in Outcome}
    said, why = verdict(counts, complete=complete, ended=ended)
    assert word == said and why
    assert Outcome.SKIPPED not in outcomes or "未测到" in why


def test_texts_of_cells_are_masked(tmp_path):
    """A resident id in a reason does not reach the document."""
    told = summary(made_up([Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.SKIPPED, reason="见 11010519491231002X")]), tmp_path)
    assert "11010519491231002X" not in json.dumps(told, ensure_ascii=False)
