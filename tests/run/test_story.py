"""A story names what each step was about: events at the peer, the keys of a message, and the day where another one begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.model.exchange import Exchange
from kanhe.run.story import steps


@pytest.fixture(scope="module")
def contracts():
    """Ours."""
    return load(Path(__file__).parents[2] / "contracts").contracts


def test_events_keys_and_days(contracts):
    """One line for each of them, in Chinese, with the operation in its own words."""
    rejects, asks = contracts["account_approval.bureau_rejects"], contracts["account_approval.account"]
    story = [Exchange(contract=rejects, request={"apply_no": "KH1"}, at="20260601093000"),
             Exchange(contract=rejects, request={"apply_no": "KH2"}, at="20260601093000", notes={"ours": "1"}),
             Exchange(contract=asks, request={"path": {"openApplyNo": "KH1"}}, at="20260601093000"),
             Exchange(contract=asks, request={"path": {"openApplyNo": "KH2"}}, at="20260603093000")]
    assert (
        "1. 对方那里发生 bureau_rejects 主管部门或财政部门退回申请（申请编号 KH1）",
        "2. 本方发生 bureau_rejects 主管部门或财政部门退回申请（申请编号 KH2）",
        "3. 发送 GET /account/v1/accounts/{openApplyNo} 账户档案查询（账户档案号 KH1） → 无应答",
        "4. ［2026-06-03］发送 GET /account/v1/accounts/{openApplyNo} 账户档案查询（账户档案号 KH2） → 无应答",
    ) == steps(story)


def test_what_was_done_to_our_own_answer_is_told(contracts):
    """An answer that was kept back, or went wrong on its way, is not told as none."""
    asked = contracts["account_approval.account"]
    story = [Exchange(contract=asked, request={"path": {"openApplyNo": "KH1"}}, at="20260601093000", inbound=True, notes=notes)
             for notes in ({"fault": "已入账，不应答就正常关闭"}, {})]
    assert ["本方故意：已入账，不应答就正常关闭", "本方不应答"] == [line.partition(" → ")[2] for line in steps(story)]
