"""The written promise: what a contract says, compiled but still only data.

Everything here is made by `contract/load.py` from YAML. See docs/contract-language.md for the text side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import Any

from kanhe.errors import Position
from kanhe.model.document import Document
from kanhe.model.formula import Formula
from kanhe.model.hours import Hours
from kanhe.model.inner import Nested, PartPlace
from kanhe.model.meaning import Meaning
from kanhe.model.plan import Plans
from kanhe.model.words import Grade, Kind, Level, ReplyClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a claim comes from, so that a reviewer sees what is law and what is a guess."""

    document: str = ""
    clause: str = ""
    grade: Grade = Grade.MODELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A type as written, `G(60)` or `Y(13.2)`, and what it means for parsing.

    min_length/max_length count characters, max_bytes counts bytes of the contract's charset, unit_fen says how many
    fen one unit on the wire is worth (yuan 100, fen 1, 万元 1_000_000; 0 for what is not money), scale the decimals.
    `pattern` matches the whole text, ASCII digits only.
    """

    text: str
    kind: Kind
    pattern: Pattern[str] | None = None
    min_length: int = 0
    max_length: int = 0
    max_bytes: int = 0
    unit_fen: int = 0
    scale: int = 0
    codes: Mapping[str, str] = field(default_factory=dict)  # code -> Chinese name
    low: int = 0  # integers: smallest and largest (0, 0 = any)
    high: int = 0
    json_number: bool = False  # how JSON carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One leaf of a message. `path` is dotted and starts inside the message (`body.InAmount`), `[]` marks repetition.

    `means` is a word of vocabulary.yaml; `constant` fixes the value; `fresh` says how to make a new value;
    `derived` says how the sender computes it (and so is also a promise); `rule` names the rule that a breach of the
    layout of this field breaks (empty: the built-in layout promise).
    """

    path: str
    title: str
    type: FieldType
    means: str = ""
    role: str = ""  # of the meaning, from the vocabulary: key money party status count time serial signature text code
    required: bool = True
    always: bool = False  # replies: required whatever the outcome
    constant: str | None = None
    fresh: Formula | None = None
    derived: Formula | None = None
    rule: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One half of a pair: the specimen with these paths changed, in books that hold these things, at this time.

    patch: dotted path starting with `request.` or `reply.` -> value (None removes the node).
    given: kind -> list of things, each {key, status?, balance?, fields?, entries?}; all leaves text.
    earlier: messages that came before, each a patch of the specimen with `now`; for checks that look back.
    """

    patch: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    earlier: tuple[Mapping[str, Any], ...] = ()
    now: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One promise. `on`: request (the sender keeps it, the receiver refuses otherwise), reply (the replier keeps it),
    state (the receiver keeps it: a request is refused with `otherwise` when it does not hold in the books).

    Either `holds` or `check` (a registered Python check with `params`). `each` names a list of the request; the rule
    then holds per row (`row`, `index`) and, when the contract has `batch`, a bad row is rejected alone.
    `declared` rules have neither: they give a name, a source and a pair-less text to a built-in promise
    (layout, echo, idempotency, observation …) that refers to them.
    """

    id: str
    says: str
    on: str
    level: Level = Level.MUST
    source: Source = Source()
    holds: Formula | None = None
    check: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    each: str = ""
    otherwise: ReplyClass = ReplyClass.REFUSED
    code: str = ""  # the literal code of our own answer when a state rule does not hold
    accepts: Example | None = None
    refuses: Example | None = None
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """How to read a reply: the texts at `paths`, joined by one space, matched (shell style) in the order given."""

    paths: tuple[str, ...]
    classes: tuple[tuple[str, ReplyClass], ...]  # (pattern, class)
    texts: Mapping[str, str] = field(default_factory=dict)  # pattern -> Chinese
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """`key`: request paths. scope: forever, year, day. `same`: class of the answer to an identical resend
    (duplicate, or success when the first answer is repeated). `changed`: class for the same key with other content.
    `content`: request paths that make the content (empty: every leaf of the request that is not volatile).
    `repeats`: reply paths that must be as in the first answer."""

    key: tuple[str, ...]
    scope: str = "forever"
    same: ReplyClass = ReplyClass.DUPLICATE
    changed: ReplyClass = ReplyClass.REFUSED
    content: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    rule: str = ""
    duty: str = ""  # the rule that a sender breaks who sends the same business under a new key after an unknown outcome
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What success does to the shared books. verb: open close debit credit hold release append set move.

    key: one formula per part of the thing's key. amount: yuan. status: the new one (open, move). source: statuses from which `move` is
    legal (empty: any). fields: for open, set, and the entry of append. each: a list path of the message (`request.body.list.Entity`),
    `where`: only rows (or messages) for which it holds. when: classes of the reply with which it comes about."""

    verb: str
    kind: str
    key: tuple[Formula, ...]
    amount: Formula | None = None
    status: str = ""
    source: tuple[str, ...] = ()
    fields: Mapping[str, Formula] = field(default_factory=dict)
    each: str = ""
    where: Formula | None = None
    when: tuple[ReplyClass, ...] = (ReplyClass.SUCCESS,)
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a reply lets one see. `path` in the reply equals `value`; or the list at `path` holds exactly `rows` (a formula
    giving rows), column by column; `columns`: path inside the row -> formula over `row` (the expected book row).
    `ordered`: the order is promised too. `when`: reply classes in which it can be seen."""

    path: str
    value: Formula | None = None
    rows: Formula | None = None
    columns: Mapping[str, Formula] = field(default_factory=dict)
    ordered: bool = False
    when: tuple[ReplyClass, ...] = (ReplyClass.SUCCESS,)
    rule: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A message whose rows stand alone: `rows` in the request, `rejected` in the reply, and the column of the reply
    list that says which row is meant (`index`, counted from `base`). in_turn: a row is decided by the books as the rows before it
    leave them; else all by the books before the message."""

    rows: str
    rejected: str
    index: str
    base: int = 0
    rule: str = ""
    in_turn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Where a message ends, as data. encoding: ascii or binary (big endian) length prefix; close: the end of the stream ends the message,
    whose first `width` bytes are a fixed ASCII header from `prefix` to `tail` that belongs to it. inclusive: the length counts the prefix
    too. pad: '0' or ' '; align: right or left. prefix: fixed bytes before. heartbeat: empty frames say only that the line lives.
    receipt: a frame with this body says only that a frame came. places: of the fixed header, in order: name and width in bytes."""

    encoding: str = "ascii"
    width: int = 6
    inclusive: bool = False
    pad: str = "0"
    align: str = "right"
    prefix: bytes = b""
    tail: bytes = b""
    heartbeat: bool = False
    receipt: bytes = b""
    places: tuple[tuple[str, int], ...] = ()
    limit_bytes: int = 999_999
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How messages are signed. kind: see wire/seal/. encoding: raw (r||s) or der. window_s: how old a timestamp may be. element: the one
    that holds the signature ('' = a header). over: the form field that is signed. form: of a code behind the body. replies: answers are
    sealed too. code: of our own answer to a seal that is not right ('' = the first refusal that is declared). rule, replay_rule,
    genuine_rule: what a forged seal, a replayed nonce, and the refusal of an unusual but right seal break."""

    kind: str
    encoding: str = "raw"
    user_id: str = "1234567812345678"
    headers: Mapping[str, str] = field(default_factory=dict)  # app_id, timestamp, nonce, signature -> header name
    window_s: int = 300
    element: str = ""
    over: str = ""
    form: str = "comment"
    replies: bool = False
    code: str = ""
    rule: str = ""
    replay_rule: str = ""
    genuine_rule: str = ""

    @property
    def stamped(self) -> bool:
        """Whether moment and nonce are sealed with the message, so that a replay shows."""
        return self.kind == "sm2-headers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cipher:
    """How bodies are enciphered, after they were sealed: SM4-CBC, as base64, hex or raw bytes."""

    encoding: str = "base64"
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireProfile:
    """Four short lists multiplied: codec (xml, json, soap, form), charset, transport with framing (tcp) or without (http), seal."""

    transport: str
    codec: str
    charset: str
    root: str = ""  # xml: name of the root element
    operation: str = ""  # named: request path that names the operation (head.TransCode); soap: the argument that tells operations apart
    path: str = ""  # http: the one address of all operations; their messages then name the operation, as over tcp
    namespace: str = ""  # soap: of the operations; xml: of all elements; an operation may have its own
    nested: tuple[Nested, ...] = ()  # inner messages, outer ones first
    framing: Framing | None = None
    seal: Seal | None = None
    cipher: Cipher | None = None
    deadline_s: float = 5.0
    limit_bytes: int = 8 * 1024 * 1024
    limit_depth: int = 256

    @property
    def carrier(self) -> str:
        """The charset of the bytes on the wire: SOAP is always UTF-8, whatever the fields and the inner messages are in."""
        return "UTF-8" if self.codec == "soap" else self.charset

    @property
    def named(self) -> bool:
        """Whether a message names its operation and is nothing but a body: TCP, and HTTP with one address for all."""
        return self.transport == "tcp" or bool(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What all interfaces of one family share; `contracts/<group>/<family>/party.yaml`."""

    family: str
    title: str
    system: str  # LAND, ACCT, …
    system_title: str
    roles: Mapping[str, str]  # role -> Chinese name
    wire: WireProfile
    behaves: str = ""  # name of the Python module of behaviour (entry point), empty: served from effects alone
    seeds: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)  # things that exist from the start
    hours: Hours = Hours()
    plans: Plans = Plans()
    window_of: str = ""  # the family whose system has this door besides: its operations are about the same books
    at: Position = Position()

    @property
    def home(self) -> str:
        """The family whose system this is a door of: its own, or that whose window it is."""
        return self.window_of or self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One operation of one interface: a request, its reply, and everything promised about them.

    kind: call (a message pair) or stimulus (an event at the target that Kanhe causes through another door; `causes`
    lists the operations that the target should then send). `sender` is the role that sends the request (for a
    stimulus: the role that experiences it).
    """

    id: str
    title: str
    kind: str
    operation: str
    party: Party
    sender: str
    receiver: str
    request: tuple[Field, ...]
    reply: tuple[Field, ...]
    outcomes: Outcomes
    echo: Mapping[str, str] = field(default_factory=dict)  # reply path -> request path
    echo_rule: str = ""
    idempotency: Idempotency | None = None
    batch: Batch | None = None
    effects: tuple[Effect, ...] = ()
    marks: tuple[Effect, ...] = ()  # things that its reply opens for itself to know again, e.g. how a list goes on: nothing has changed
    observes: tuple[Observation, ...] = ()
    rules: tuple[Rule, ...] = ()
    causes: tuple[str, ...] = ()
    alone: str = ""  # stimulus: it may also come about by itself, to every thing of this kind
    due_s: float = 0.0  # stimulus: it, or another event, must come about to the thing within this time
    behaviour: str = ""  # name of the function in the behaviour module
    nested: tuple[Nested, ...] = ()  # the party's and its own, outer ones first
    parts: tuple[PartPlace, ...] = ()
    namespaces: tuple[str, str] = ("", "")  # of its request and its reply, '' = no namespace
    method: str = ""  # http
    route: str = ""  # http: /per/v1/persons/{mof_div_code}/{fiscal_year}
    deadline_s: float = 5.0
    resend_s: float = 0.0  # the sender sends again within so long while nobody answers; 0: nothing is said about it
    specimen_request: Document = field(default_factory=dict)
    specimen_reply: Document = field(default_factory=dict)
    source: Source = Source()
    owner: str = ""
    severity: str = "normal"
    schema: str = ""  # file beside it: XSD or OpenAPI
    at: Position = Position()

    @property
    def postponable(self) -> bool:
        """Whether something is declared of the time between `processing` and the outcome."""
        return any(ReplyClass.PROCESSING in e.when for e in self.effects)

    @property
    def moves_money(self) -> bool:
        """Whether success changes a balance; such messages need the live target's name typed."""
        return any(e.verb in {"debit", "credit", "hold", "release"} for e in self.effects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Promises over several messages about one kind of thing; `contracts/flows/<name>.yaml`.

    transitions: (from, to, operation). states: status -> Chinese name. rules: on=`history`; `check` names a registered history check.
    """

    id: str
    title: str
    kind: str
    family: str
    initial: str = ""
    transitions: tuple[tuple[str, str, str], ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All contracts of one root, by id, in order of file name."""

    root: str
    contracts: Mapping[str, Contract]
    files: Mapping[str, Any] = field(default_factory=dict)  # id -> model.file.FileContract
    reconciliations: Mapping[str, Any] = field(default_factory=dict)  # id -> model.reconcile.Reconciliation
    parties: Mapping[str, Party]
    flows: Mapping[str, Flow]
    linkages: Mapping[str, Any] = field(default_factory=dict)  # id -> model.linkage.Linkage
    vocabulary: Mapping[str, Meaning]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""  # SM3 over all files, names the catalogue in reports
