"""Property-based: requests drawn by Hypothesis from the declared types; the simulator answers each as the contract says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, seed, settings

from kanhe.books.outcome import classify
from kanhe.cases.strategies import requests_of
from kanhe.checks.alone import judge_alone
from kanhe.contract.draw import Draw
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.words import Outcome
from kanhe.run.post import Post
from kanhe.run.target import memory_lines
from kanhe.run.target_clock import TargetClock
from kanhe.simulate.wall import wall_clock

EXAMPLES = 25  # the run tries each edge and each spoilt field besides


def test_any_request_is_answered_as_promised(call, door, request):
    """Whatever the request, there is a reply with a declared code and layout; a request that breaks its contract is never granted."""
    option = request.config.getoption
    if option("--target") != "sim":
        pytest.skip("随机报文只发往内置模拟器，不发往真实目标")
    contract = door.catalogue.contracts[call]
    lines = memory_lines(door.catalogue, root=door.root, seed=option("--kanhe-seed"), only=contract.id)
    line = next(ln for ln in lines if ln.peer.role == contract.receiver)
    post, clock = Post(draw=Draw(option("--kanhe-seed")), keys=line.keys), line.clock or TargetClock(line.link, wall_clock)

    @seed(option("--kanhe-seed"))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(document=requests_of(contract))
    def answered(document):
        now = clock()
        sent = post.pack(contract, document, now=now)
        received = line.link.call(contract, sent)
        reply, trouble = post.unpack(contract, received)
        assert trouble is None, trouble
        assert classify(contract.outcomes, reply) is not None
        exchange = Exchange(contract=contract, sent=sent, received=received, request=document, reply=reply, at=now)
        scene = Scene(request=document, reply=reply, now=now, parameters=door.catalogue.parameters)
        assert [] == [v for v in judge_alone(exchange, scene) if v.outcome is Outcome.BROKEN]

    answered()
