"""`key_kept`: the same business goes out under another key only after the first was proved to have failed (interface document, BD-01).

with: key and business (paths of the request), and for the proof by a query: query (operation), of and state (paths of its request and
reply), failed (the state that proves it). A refusal of the first request is a proof too; no answer, or "no record", is none.
"""

from __future__ import annotations

from kanhe.books.outcome import classify
from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Exchange
from kanhe.model.words import ReplyClass


@check("key_kept")
def key_kept(question: Question) -> bool | None:
    """Whether every earlier request about the same business had this key or is known to have failed."""
    request = question.document()
    key, business = get(request, question.param("key")), get(request, question.param("business"))
    inbound = question.rule.on == "request"
    earlier = [e for e in question.history.sharing("request", question.param("business"), business, inbound=inbound)
               if get(e.request, question.param("key")) not in (key, MISSING)]
    if business is MISSING:
        return None
    return all(_refused(e) or _proved(question, get(e.request, question.param("key")), inbound=inbound) for e in earlier)


def _refused(exchange: Exchange) -> bool:
    return exchange.reply is not None and classify(exchange.contract.outcomes, exchange.reply) is ReplyClass.REFUSED


def _proved(question: Question, key: object, *, inbound: bool) -> bool:
    queries = question.history.sharing("request", question.param("of"), key, inbound=inbound)
    return any(e.contract.operation == question.param("query") and get(e.reply, question.param("state")) == question.param("failed")
               for e in queries)
