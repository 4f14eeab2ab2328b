"""Does our simulator say what the target says? The same scenarios run against both; the classes of all answers must agree."""

from __future__ import annotations

from collections import Counter

from kanhe.model.event import Closed
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.target import memory_lines


def test_simulator_and_target_agree_promise_by_promise(door, request):
    """A promise that the in-memory simulator keeps is kept by the target too, and the other way round."""
    option = request.config.getoption
    settings = Settings(seed=option("--kanhe-seed"), budget_s=60, only=option("--kanhe-only"))
    lines = memory_lines(door.catalogue, root=door.root, seed=option("--kanhe-seed"), only=option("--kanhe-only"))
    ours = {
        (e.cell.promise.contract, e.cell.promise.id): e.cell.outcome
        for e in verify(door.catalogue, lines, settings) if isinstance(e, Closed)
    }
    theirs = {(contract, promise): cell.outcome for (_, contract, promise), cell in door.cells().items()}
    known = (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN)
    differing = {k: (ours[k], theirs[k]) for k in ours.keys() & theirs.keys()
                 if ours[k] in known and theirs[k] in known and ours[k] is not theirs[k]}
    assert {} == differing, Counter(k[0] for k in differing)
