"""One number is answered once, whatever desk is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command
from simulators.asked import CONFLICT, decimal_of, fen_of, once, refuse, remembered, same_name, text_of
from simulators.world import World

ASKED = Command(operation="pay", values={"number": "N1", "amount": Decimal("1.01")}, rows=({"row": "1"},))


def test_a_number_is_granted_once_and_other_content_is_refused() -> None:
    """The same content gets the first answer and changes nothing; other content, rows too, is a conflict; another number is new."""
    world = World(role="bank")
    assert once(world, ASKED, "N1") is None
    first = remembered(world, ASKED, "N1", values={"serial": "S1"})
    again = once(first.world, ASKED, "N1")
    assert again is not None and again.world is first.world and dict(again.values) == {"serial": "S1"}
    other = Command(operation="pay", values=ASKED.values, rows=({"row": "2"},))
    refused = once(first.world, other, "N1", says="批次号已用于其他内容")
    assert refused is not None and (refused.outcome, refused.code, refused.text) == (ReplyClass.REFUSED, CONFLICT, "批次号已用于其他内容")
    assert once(first.world, ASKED, "N2") is None
    assert once(first.world, Command(operation="cancel", values=ASKED.values), "N1") is None


def test_values_are_read_from_a_request_and_from_a_row() -> None:
    """Text is '' where there is none; an amount that is none is our own fault and said so."""
    assert (text_of(ASKED, "number"), text_of(ASKED.rows[0], "row"), text_of(ASKED, "nothing")) == ("N1", "1", "")
    assert (decimal_of(ASKED, "amount"), fen_of(ASKED, "amount")) == (Decimal("1.01"), 101)
    with pytest.raises(TypeError, match="not a number"):
        fen_of(ASKED, "number")


def test_names_are_compared_without_spaces() -> None:
    """Spaces, ideographic ones too, are nothing; characters are."""
    assert same_name("南通 市\u3000财政局", "南通市财政局")
    assert not same_name("南通市财政局", "南通市财政所")


def test_a_refusal_changes_nothing() -> None:
    """The world is the one that was asked."""
    world = World(role="bank")
    assert refuse(world, "没有").world is world
