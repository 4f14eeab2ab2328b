"""Books hold things; a thing has a key, a status, a balance, fields and entries. Everything is frozen, forking is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from immutables import Map

from kanhe.contract.listing import Listing
from kanhe.model.formula import Absent, Nameless, Row, Value

Key = tuple[str, ...]
FEN = 100
PLACE = "?"  # a name that no field has: of an entry of which not all is known yet


@dataclass(frozen=True, slots=True)
class Chain:
    """Entries in order of booking; appending shares all that was there before."""

    before: Chain | None
    row: Row
    size: int

    def rows(self) -> list[Row]:
        """All rows, oldest first."""
        found: list[Row] = []
        link: Chain | None = self
        while link is not None:
            found.append(link.row)
            link = link.before
        found.reverse()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing of a kind. `balance_fen` None: it has no balance, or nobody has seen it yet (`blind`)."""

    status: str = ""
    balance_fen: int | None = None
    blind: bool = False
    held_fen: int = 0
    fields: Map[str, Value] = field(default_factory=Map)
    chain: Chain | None = None
    closed: bool = False
    shown: dict[Key, Row] = field(default_factory=dict, init=False, compare=False, repr=False)  # the row, once made


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A request that was (or, after a lost reply, may have been) accepted under an idempotency key.

    `late`: indexes of the contract's effects that need the reply and wait for it. `then`: the books after it was booked, which
    a repeated answer may still show. `unsure`: there were too many possible worlds to know whether it was.
    """

    content: object
    reply: Any = None
    late: tuple[int, ...] = ()
    request: Any = None
    then: Books | None = field(default=None, compare=False, repr=False)
    unsure: bool = False


def to_fen(amount: Value) -> int:
    """Yuan to whole fen; more than two decimals raise ArithmeticError."""
    scaled = Decimal(str(amount)) * FEN
    whole = int(scaled)
    if whole != scaled:
        raise ArithmeticError(f"{amount} 元不是整数分")
    return whole


def yuan(fen: int) -> Decimal:
    """Whole fen to yuan with two decimals, exact."""
    return Decimal(fen).scaleb(-2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The shared books; implements `model.formula.Shelf`.

    `doubtful` names things that a finding made unreliable: whoever asks for them gets Absent, so that one defect is
    not told as many. `touched` collects the keys that effects changed since `fresh_page`.
    """

    kinds: Map[str, Map[Key, Thing]] = field(default_factory=Map)
    accepted: Map[tuple[str, ...], Accepted] = field(default_factory=Map)
    doubtful: frozenset[tuple[str, Key]] = frozenset()
    touched: frozenset[tuple[str, Key]] = frozenset()

    @staticmethod
    def of(given: Mapping[str, Sequence[Mapping[str, Any]]]) -> Books:
        """Books that hold these things: kind -> [{key, status?, balance?, fields?, entries?}], leaves text."""
        kinds: Map[str, Map[Key, Thing]] = Map()
        for kind, items in given.items():
            shelf: Map[Key, Thing] = Map()
            for item in items:
                shelf = shelf.set(_key(item["key"]), _given(item))
            kinds = kinds.set(kind, shelf)
        return Books(kinds=kinds)

    def find(self, kind: str, key: Key) -> Thing | None:
        """The open thing, None where there is none; Absent where it is doubtful, or may be one that nobody has named yet."""
        if (kind, key) in self.doubtful:
            raise Absent(f"{kind}:{'|'.join(key)}")
        shelf = self.kinds.get(kind)
        thing = shelf.get(key) if shelf is not None else None
        if thing is None and self.doubtful and self._unnamed(kind):
            raise Absent(f"{kind}:{'|'.join(key)}")
        return None if thing is None or thing.closed else thing

    def _unnamed(self, kind: str) -> bool:
        """Whether a thing of this kind was opened of late under a name that the books do not know, if it was opened at all."""
        return any(known == kind and len(key) == 1 and isinstance(key[0], Nameless) for known, key in self.doubtful & self.touched)

    def need(self, kind: str, key: Key) -> Thing:
        """The open thing; Absent where there is none."""
        thing = self.find(kind, key)
        if thing is None:
            raise Absent(f"{kind}:{'|'.join(key)}")
        return thing

    def exists(self, kind: str, key: Key) -> bool:
        """Whether the thing was opened and not closed."""
        return self.find(kind, key) is not None

    def status(self, kind: str, key: Key) -> str:
        """The present status."""
        return self.need(kind, key).status

    def balance(self, kind: str, key: Key) -> Decimal:
        """The balance in yuan; Absent while nobody has seen it."""
        thing = self.need(kind, key)
        if thing.balance_fen is None:
            raise Absent(f"balance:{kind}:{'|'.join(key)}")
        return yuan(thing.balance_fen)

    def held(self, kind: str, key: Key) -> Decimal:
        """The amount on hold in yuan."""
        return yuan(self.need(kind, key).held_fen)

    def field(self, kind: str, key: Key, name: str) -> Value:
        """One field; Absent where it is not known."""
        fields = self.need(kind, key).fields
        if name not in fields:
            raise Absent(f"{kind}:{'|'.join(key)}.{name}")
        return fields[name]

    def entries(self, kind: str, key: Key) -> Sequence[Row]:
        """The entries in order of booking; empty for an unknown thing."""
        thing = self.find(kind, key)
        return _NOTHING if thing is None or thing.chain is None else _told(thing.chain)

    def things(self, kind: str) -> Sequence[Row]:
        """All open things of the kind as rows: fields, `status`, `balance`, `key`; doubtful ones are left out."""
        shelf = self.kinds.get(kind)
        if shelf is None:
            return _NOTHING
        return _listed(shelf, frozenset(key for known, key in self.doubtful if known == kind) if self.doubtful else _NOBODY)

    def keep(self, kind: str, key: Key, thing: Thing) -> Books:
        """These books with one thing replaced or added."""
        before: Map[Key, Thing] = self.kinds.get(kind, _EMPTY)
        shelf = before.set(key, thing)
        _came(shelf, before, key)
        return Books(kinds=self.kinds.set(kind, shelf), accepted=self.accepted, doubtful=self.doubtful,
                     touched=self.touched | {(kind, key)})

    def accept(self, key: tuple[str, ...], record: Accepted) -> Books:
        """These books with an idempotency key remembered."""
        return Books(kinds=self.kinds, accepted=self.accepted.set(key, record), doubtful=self.doubtful, touched=self.touched)

    def forget(self, key: tuple[str, ...] | None) -> Books:
        """These books as if nothing had come under an idempotency key."""
        if key is None or key not in self.accepted:
            return self
        return replace(self, accepted=self.accepted.delete(key))

    def fresh_page(self) -> Books:
        """These books with nothing marked as touched."""
        return replace(self, touched=frozenset()) if self.touched else self

    def doubt(self, keys: Iterable[tuple[str, Key]]) -> Books:
        """These books with the named things unreliable from now on."""
        return replace(self, doubtful=self.doubtful | frozenset(keys))

    def only(self, keys: frozenset[tuple[str, Key]]) -> Books:
        """Books that hold these things and no others."""
        kept: Map[str, Map[Key, Thing]] = Map()
        for kind, key in keys:
            thing = self.kinds.get(kind, Map()).get(key)
            if thing is not None:
                kept = kept.set(kind, kept.get(kind, Map()).set(key, thing))
        return replace(self, kinds=kept)

    def lengthened(self, since: Books) -> frozenset[tuple[str, Key]]:
        """The touched things that have more entries than they had in other books."""
        return frozenset(place for place in self.touched if self._chain(place) is not since._chain(place))

    def _chain(self, place: tuple[str, Key]) -> Chain | None:
        thing = self._lying(place)
        return thing.chain if thing is not None else None

    def moved(self, since: Books) -> bool:
        """Whether something that other books hold, and had touched, is gone, closed or in another status here."""
        return any(then is not None and (now is None or (now.status, now.closed) != (then.status, then.closed))
                   for now, then in ((self._lying(place), since._lying(place)) for place in since.touched))

    def _lying(self, place: tuple[str, Key]) -> Thing | None:
        """The thing, open or closed, in doubt or not."""
        shelf = self.kinds.get(place[0])
        return shelf.get(place[1]) if shelf is not None else None

    def trust(self, key: tuple[str, Key]) -> Books:
        """These books with the named thing no longer unreliable."""
        return replace(self, doubtful=self.doubtful - {key}) if key in self.doubtful else self

    def walk(self) -> Iterator[tuple[str, Key, Thing]]:
        """Every open thing."""
        for kind, shelf in self.kinds.items():
            for key, thing in shelf.items():
                if not thing.closed:
                    yield kind, key, thing


def _key(key: object) -> Key:
    return tuple(str(k) for k in key) if isinstance(key, (list, tuple)) else (str(key),)


def _given(item: Mapping[str, Any]) -> Thing:
    chain: Chain | None = None
    for row in item.get("entries") or ():
        chain = Chain(chain, Map({k: _leaf(v) for k, v in row.items()}), chain.size + 1 if chain else 1)
    balance = item.get("balance")
    return Thing(
        status=str(item.get("status") or ""),
        balance_fen=None if balance is None else to_fen(str(balance)),
        blind="balance" not in item and bool(item.get("blind")),
        held_fen=to_fen(str(item.get("held") or "0")),
        fields=Map({k: _leaf(v) for k, v in (item.get("fields") or {}).items()}),
        chain=chain,
    )


def _leaf(text: Any) -> Value:
    """A given amount written with two decimals is money; everything else stays text."""
    if isinstance(text, str):
        whole, dot, cents = text.removeprefix("-").partition(".")
        if dot and len(cents) == 2 and (whole + cents).isascii() and (whole + cents).isdigit():
            return Decimal(text)
    return text  # type: ignore[no-any-return]


_EMPTY: Map[Key, Thing] = Map()
_NOTHING = Listing()
_NOBODY: frozenset[Key] = frozenset()
_LISTED: dict[tuple[int, frozenset[Key]], tuple[Map[Key, Thing], Listing]] = {}  # by identity of the shelf; a shelf never changes
_TOLD: dict[int, tuple[Chain, Listing]] = {}
_BEFORE: dict[int, tuple[Map[Key, Thing], Map[Key, Thing], Key]] = {}  # shelf, the one that it was made of, and what was kept there
MOST_KEPT, MOST_STEPS = 1024, 16


def _came(shelf: Map[Key, Thing], before: Map[Key, Thing], key: Key) -> None:
    """Remember of which shelf this one was made, so that what was listed of that is not listed anew."""
    if len(_BEFORE) >= MOST_KEPT:
        _BEFORE.clear()
    _BEFORE[id(shelf)] = shelf, before, key


def _listed(shelf: Map[Key, Thing], without: frozenset[Key]) -> Listing:
    """The open things of a shelf in order of their keys."""
    known = _LISTED.get((id(shelf), without))
    if known is not None and known[0] is shelf:
        return known[1]
    listed = _followed(shelf, without)
    if listed is None:
        keys = [key for key in sorted(shelf) if key not in without and not shelf[key].closed]
        listed = Listing([_row(key, shelf[key]) for key in keys], keys)
    if len(_LISTED) >= 256:
        _LISTED.clear()
    _LISTED[id(shelf), without] = shelf, listed
    return listed


def _followed(shelf: Map[Key, Thing], without: frozenset[Key]) -> Listing | None:
    """The listing of a shelf of which this one was made in few steps, with what they changed; None where none is known."""
    here, kept = shelf, set[Key]()
    for _ in range(MOST_STEPS):
        came = _BEFORE.get(id(here))
        if came is None or came[0] is not here:
            return None
        _, here, key = came
        kept.add(key)
        known = _LISTED.get((id(here), without))
        if known is not None and known[0] is here:
            return known[1].changed({key: _row_of(key, shelf[key]) for key in kept if key not in without})
    return None


def _row_of(key: Key, thing: Thing) -> Row | None:
    return None if thing.closed else _row(key, thing)


def _told(chain: Chain) -> Listing:
    """The entries of a chain, oldest first."""
    known = _TOLD.get(id(chain))
    if known is not None and known[0] is chain:
        return known[1]
    before = _TOLD.get(id(chain.before))
    if before is not None and before[0] is chain.before:
        listed = before[1].changed({(len(before[1]),): chain.row})
    else:
        listed = Listing(chain.rows())
    if len(_TOLD) >= 256:
        _TOLD.clear()
    _TOLD[id(chain)] = chain, listed
    return listed


def _row(key: Key, thing: Thing) -> Row:
    row = thing.shown.get(key)
    if row is None:
        row = thing.shown[key] = _made_row(key, thing)
    return row


def _made_row(key: Key, thing: Thing) -> Row:
    row: dict[str, Value] = dict(thing.fields)
    row["status"], row["key"] = thing.status, "|".join(key)
    if thing.balance_fen is not None:
        row["balance"] = yuan(thing.balance_fen)
    return row
