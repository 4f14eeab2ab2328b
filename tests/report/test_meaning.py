"""A person reads the name of a code beside the code, and the title of the field beside its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Finding, Verdict
from kanhe.model.words import Outcome
from kanhe.report.meaning import facts_of

CONTRACTS = load(Path(__file__).parents[2] / "contracts").contracts


def told(contract: str, **words: str) -> dict[str, str]:
    """What is said of a breach of this contract."""
    verdict = Verdict(contract=contract, promise="X", outcome=Outcome.BROKEN, **words)
    return dict(facts_of(Finding(fingerprint="f", peer="甲", verdict=verdict, story=(Exchange(contract=CONTRACTS[contract]),))))


def test_codes_and_fields_have_names():
    """Both values are of the field's code list."""
    found = told("account_approval.account", says="与账不符", expected="REJECTED", actual="REVIEWED", where="body.data.state")
    assert {"现象": "与账不符", "应为": "REJECTED（已退回）", "实为": "REVIEWED（主管部门已审核）", "位置": "body.data.state（账户状态）"} == found


@pytest.mark.parametrize("where", ["request.body.rows[3].netSala", "body.rows.3.netSala"])
def test_a_row_is_found_whichever_way_it_is_written(where):
    """The number of the row stays in the place, the title is that of the column."""
    assert f"{where}（实发工资（元））" == told("wage_payment.pay", says="不等", where=where)["位置"]


def test_what_is_about_no_field_stays_as_it_is():
    """A class of replies is no code, an unknown place has no title, and a title that was said is not said again."""
    found = told("account_approval.account", says="成功", expected="拒绝", actual="成功", where="body.nowhere")
    assert ("拒绝", "成功", "body.nowhere") == (found["应为"], found["实为"], found["位置"])
    assert "body.data.state" == told("account_approval.account", says="账户状态 应等于 X", where="body.data.state")["位置"]
