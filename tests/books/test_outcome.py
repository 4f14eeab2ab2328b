"""The codes of a reply as a contract writes them."""

from __future__ import annotations

import pytest

from kanhe.books.outcome import classify, code_of
from kanhe.model.contract import Outcomes
from kanhe.model.words import ReplyClass

OUTCOMES = Outcomes(paths=("body.ok",), classes=(("true", ReplyClass.SUCCESS), ("false", ReplyClass.REFUSED)))


@pytest.mark.parametrize(("said", "code", "found"), [(True, "true", ReplyClass.SUCCESS), (False, "false", ReplyClass.REFUSED), (1, "1", None)])
def test_a_truth_value_of_json_is_a_code(said, code, found):
    """A reply that says {"ok": true} says `true`."""
    assert (code_of(OUTCOMES, {"body": {"ok": said}}), classify(OUTCOMES, {"body": {"ok": said}})) == (code, found)
