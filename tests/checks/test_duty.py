"""The duty of a sender after an unknown outcome: same business, same key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanhe.checks.duty import judge_duty, owes_duty
from kanhe.model.contract import Contract
from kanhe.model.exchange import Exchange
from kanhe.model.words import Outcome
from tests.books.purse import paying, purse


@pytest.fixture(scope="module")
def contract(tmp_path_factory) -> Contract:
    """The payment of the purse family."""
    return purse(tmp_path_factory.mktemp("purse")).contracts["purse.pay"]


def said(contract, first, second):
    """Outcomes of the second request after the first had no readable answer."""
    unknown = [Exchange(contract=contract, inbound=True, request=first, notes={"fault": "已入账，应答丢失"})]
    return [v.outcome for v in judge_duty(contract, second, unknown)]


def test_the_same_key_keeps_it_and_a_new_one_breaks_it(contract):
    """A resend under the old reference is right; the same payment under a new reference may be the second payment."""
    assert [Outcome.KEPT] == said(contract, paying("R1", "A", "B", 100), paying("R1", "A", "B", 100))
    assert [Outcome.BROKEN] == said(contract, paying("R1", "A", "B", 100), paying("R2", "A", "B", 100))


def test_other_business_is_no_resend(contract):
    """Another amount, another payee, another operation: nothing is said."""
    assert [] == said(contract, paying("R1", "A", "B", 100), paying("R2", "A", "B", 101))
    assert [] == said(contract, paying("R1", "A", "B", 100), paying("R2", "A", "C", 100))
    other = Exchange(contract=replace(contract, id="purse.other"), inbound=True, request=paying("R1", "A", "B", 100))
    assert [] == list(judge_duty(contract, paying("R2", "A", "B", 100), [other]))


def test_only_who_makes_the_key_owes_it(contract):
    """Without a business key, or with one that names a thing that must exist, no other key could be made."""
    assert owes_duty(contract)
    assert not owes_duty(replace(contract, idempotency=None))
