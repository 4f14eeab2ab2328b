"""A listing that follows what changes says the same as one that is made anew."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.listing import Listing, Place

NAMES: list[tuple[str, ...]] = [("a",), ("a", "b")]
places = st.tuples(st.sampled_from("pqrst"))
leaves = st.sampled_from(["x", "y", None, {"z": "1"}])
rows = st.fixed_dictionaries({}, optional={"a": leaves, "b": leaves})
changes = st.lists(st.dictionaries(places, st.none() | rows, max_size=3), max_size=5)


def told(listing: Listing) -> list[Any]:
    """What the listing says under every index; what it refuses is said, too."""
    found: list[Any] = [list(listing)]
    for names in NAMES:
        try:
            found.append(listing.index(names))
        except TypeError:
            found.append("cannot be looked up")
    return found


@given(first=st.dictionaries(places, rows), later=changes)
def test_a_listing_follows_changes(first: dict[Place, Any], later: list[dict[Place, Any]]) -> None:
    """Rows put, replaced and left out: order and indexes are those of the rows that are there, and the old listing is as it was."""
    there = dict(first)
    listing = Listing([there[place] for place in sorted(there)], sorted(there))
    for change in later:
        before = told(listing)
        after = listing.changed(change)
        assert before == told(listing)
        there = {place: row for place, row in {**there, **change}.items() if row is not None}
        listing = after
        assert told(Listing([there[place] for place in sorted(there)], sorted(there))) == told(listing)


def test_an_index_is_taken_over() -> None:
    """What a change does not touch is the same group as before, not one made anew."""
    listing = Listing([{"a": "x"}, {"a": "y"}])
    group = (listing.index(("a",)) or {})[("y",)]
    later = listing.changed({(0,): {"a": "z"}}).index(("a",)) or {}
    assert {("y",), ("z",)} == set(later)
    assert group is later[("y",)]
