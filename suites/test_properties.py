"""Property-based: requests drawn by Hypothesis from the declared types; the simulator answers each as the contract says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kanhe.books.outcome import classify
from kanhe.cases.strategies import requests_of
from kanhe.contract.draw import Draw
from kanhe.contract.promises import breaches, of_reply
from kanhe.model.formula import Scene
from kanhe.model.words import Level, ReplyClass
from kanhe.run.post import Post
from kanhe.run.target import memory_lines


def test_any_request_is_answered_as_promised(contract, door, request):
    """Whatever the request, there is a reply with a declared code and layout; a request that breaks its layout is never granted."""
    lines = memory_lines(door.catalogue, root=door.root, seed=1, only=contract.id)
    line = next((ln for ln in lines if ln.peer.role == contract.receiver), None)
    if line is None or door.config.getoption("--target") != "sim":
        return
    post = Post(draw=Draw(1), keys=line.keys)

    @seed(request.config.getoption("--kanhe-seed"))
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(document=requests_of(contract), _=st.none())
    def answered(document, _):
        now = line.clock() if line.clock else "20260105101500"
        received = line.link.call(contract, post.pack(contract, document, now=now))
        reply, trouble = post.unpack(contract, received)
        assert trouble is None, trouble
        seen = classify(contract.outcomes, reply)
        assert seen is not None
        scene = Scene(request=document, reply=reply, now=now, parameters=door.catalogue.parameters)
        wrong = [a for a in breaches(contract, scene) if a.row < 0]
        if wrong:
            assert seen not in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE), wrong[0]
        told = of_reply(contract, scene, success=seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE))
        assert [] == [a for a in told if not a.kept and a.level is Level.MUST]

    answered()
