"""JUnit: valid XML whose numbers add up, whatever a peer sends."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pytest

from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from tests.report.runs import PEER, RUNS, broken_events, cells, finding, made_up, promise, write


def suite(heard, folder) -> ElementTree.Element:
    """The parsed file."""
    write(heard, folder)
    return ElementTree.fromstring((folder / "junit.xml").read_bytes())


@pytest.mark.parametrize("name", RUNS)
def test_counts_are_those_of_the_cells(tmp_path, name):
    """tests, failures, errors and skipped equal the cells and equal the elements."""
    heard = RUNS[name]()
    root, counts = suite(heard, tmp_path), Counter(c.outcome for c in cells(heard))
    numbers = {k: int(root.get(k)) for k in ("tests", "failures", "errors", "skipped")}
    assert {"tests": len(cells(heard)), "failures": counts[Outcome.BROKEN], "skipped": counts[Outcome.SKIPPED],
            "errors": counts[Outcome.UNREACHED] + counts[Outcome.HARNESS]} == numbers
    assert numbers == {"tests": len(root.findall("testcase")), "failures": len(root.findall("testcase/failure")),
                       "errors": len(root.findall("testcase/error")), "skipped": len(root.findall("testcase/skipped"))}


def test_names_are_unique(tmp_path):
    """GitLab keeps only the first of equal names, so no two test cases share class and name."""
    names = [(c.get("classname"), c.get("name")) for c in suite(broken_events(), tmp_path)]
    assert len(names) == len(set(names))


def test_an_unfinished_run_is_an_error(tmp_path):
    """A run without an end adds an error, so that no CI shows it green."""
    kept = [Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT)]
    root = suite(made_up(kept, ended=False, planned=1), tmp_path)
    assert "1" == root.get("errors") and "2" == root.get("tests")


@pytest.mark.parametrize("text", ["<failure/>", "]]>", "a\x00b", "\x1b[31m", "\ud800", "\uffff", "\x0b", '"&\''])
def test_hostile_text_leaves_it_valid(tmp_path, text):
    """Signs that XML 1.0 has no place for, and markup, leave the file valid and the numbers as they are."""
    told = Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.BROKEN, findings=(finding(says=text, actual=text),))
    open_ = Cell(promise=promise(2), peer=PEER.name, outcome=Outcome.SKIPPED, reason=text)
    root = suite(made_up([told, open_]), tmp_path)
    assert ("2", "1", "1") == tuple(root.get(k) for k in ("tests", "failures", "skipped"))
