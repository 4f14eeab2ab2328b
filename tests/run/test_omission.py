"""Defects that follow from a contract: each leaves out one thing of what the simulator goes by; what the run judges by stays whole."""

from __future__ import annotations

import pytest

from kanhe.__main__ import main
from kanhe.run.omission import omissions, sight
from tests.books.purse import purse

SEAT = ("purse", "bank")
NAMES = ["purse.pay/PURSE-1", "purse.pay/effects.0", "purse.pay/effects.1", "purse.pay/effects.2", "purse.pay/idempotency"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the purse's contracts."""
    folder = tmp_path_factory.mktemp("omission")
    purse(folder)
    return folder


@pytest.fixture(scope="module")
def wallet(tmp_path_factory):
    """The purse family."""
    return purse(tmp_path_factory.mktemp("purse"))


def test_what_can_be_left_out_is_listed_once(wallet):
    """Rules of state, effects and what a resend is; queries have nothing that could be left out, and nothing else is changed."""
    found = list(omissions(wallet, *SEAT))
    assert NAMES == [one.name for one in found]
    whole = wallet.contracts["purse.pay"]
    for one in found:
        lost = (len(whole.rules) - len(one.contract.rules), len(whole.effects) - len(one.contract.effects), one.contract.idempotency is None)
        assert lost in [(1, 0, False), (0, 1, False), (0, 0, True)]


def test_who_leaves_out_nothing_is_not_blamed(wallet):
    """The declarations alone keep the contract."""
    got = sight(wallet, SEAT, None, seed=7)
    assert ("", "") == (got.promise, got.unsure)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_is_seen(wallet, name):
    """The purse shows every booking in a balance or a list."""
    one = next(o for o in omissions(wallet, *SEAT) if o.name == name)
    got = sight(wallet, SEAT, one, seed=7)
    assert got.promise and (not name.endswith("PURSE-1") or "PURSE-1" == got.promise)


def test_the_command_tells_what_nobody_sees(place, capsys):
    """A field of the books that no message shows and no rule reads: said so, counted, and no failure of the command."""
    pay = place / "purse/pay.yaml"
    pay.write_text(pay.read_text("utf-8").replace("observes:", """\
  - {set: account, key: ['request.body["from"]'], fields: {last: request.body.ref}}
observes:"""), "utf-8")
    words = ["defects", "--of", "purse", "--root", str(place), "--only", "*/effects.[23]"]
    assert 0 == main(words)
    assert ["purse.pay/effects.2", "purse.pay/effects.3"] == [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert 0 == main([*words, "--run"])
    first, second, title, total, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("√ purse.pay/effects.2") and second.startswith("？ purse.pay/effects.3") and "没有发现" in second and "记栏目 account" in title
    assert total.startswith("由契约推出的缺陷 1/2 被发现")


def test_a_run_that_ended_too_soon_says_nothing(wallet):
    """Without time nothing is seen, and that is not put down to the contract."""
    one = next(o for o in omissions(wallet, *SEAT) if o.name == "purse.pay/effects.1")
    got = sight(wallet, SEAT, one, seed=7, budget_s=0.0)
    assert ("", "时间不够") == (got.promise, got.unsure)
