"""lint(catalogue): every promise that can be executed on paper is executed.

Ring: `run`. Pairs need the shared books and the registered checks, specimens need the wire; no lower ring may import all three
(contract and wire are neighbours, so are cases and checks). What lint needs of the contract language alone lives in
contract/places.py, contract/xsd.py and contract/openapi.py.
"""

from __future__ import annotations

from kanhe.errors import Problem
from kanhe.model.contract import Catalogue
from kanhe.run.lint.desk import Desk
from kanhe.run.lint.files import run_files
from kanhe.run.lint.flows import run_flows
from kanhe.run.lint.pairs import run_pairs
from kanhe.run.lint.schemas import run_schemas
from kanhe.run.lint.specimens import run_specimens
from kanhe.run.lint.unused import run_unused


def lint(catalogue: Catalogue) -> list[Problem]:
    """Every problem and note of a catalogue that could be loaded, in order of place."""
    desk = Desk.of(catalogue)
    for part in (run_specimens, run_pairs, run_files, run_flows, run_schemas, run_unused):
        part(desk)
    return sorted(set(desk.problems))
