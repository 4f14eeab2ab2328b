"""Planted defects: one file each, faithful to a bug that was really seen; the harness must find every one.

A defect is a module with

* `NUMBER: int`, `TITLE: str` (Chinese), `FAMILY: str`, `ROLE: str` (the side that has the bug),
* `FINDS: tuple[str, ...]`: rule ids that it breaks; the first names the finding,
* `LINKAGE: str`, where only the other systems of the linkage's house can see it,

and any of these hooks, all pure. A defect that has to remember messages has `start() -> object` instead: the hooks are
that object's methods, and it is made once for each simulator.

| hook | changes |
|---|---|
| `behave(name, behaviour) -> behaviour` | a behaviour function `(world, command) -> Step`, by its name |
| `reply(contract, request_document, reply_document) -> reply_document` | before it is encoded; None = silence |
| | (`request_document` is empty where the request could not be read or its layout is broken) |
| `reply_bytes(payload) -> payload` | the reply's bytes (without frame) |
| `sealed(message) -> message` | a sealed message of its own, on its way out |
| `frame(payload, framed) -> framed` | the framed reply; `framed` is the right one |
| `request_document(contract, document) -> document` | a request of its own, before it is encoded |
| `unreadable(contract)` | nothing: it is told that an answer to a request of its own could not be read |
| `taken(message) -> message` | the peer's request in plain, before it is read |
| `decode(contract, request_document) -> request_document` | what it takes the peer's request for |
| `tells(tell) -> tells` | what other systems of the house learn of a step: nothing, once, twice, otherwise |
| `file_sheet(contract, sheet) -> sheet` | a file before its totals, digest and name are worked out |
| `file_text(column, value) -> text` | one cell of a file |
| `file_pad(column, text, charset) -> bytes` | a fixed-width cell in its bytes |
| `file_finish(contract, data) -> data` | the bytes of a whole file |
| `file_deliveries(contract, deliveries) -> deliveries` | which files are handed over, in order |
| `file_ready(contract, ready) -> ready` | of a receiver of files: whether a file that lies there is handed over |
| `file_read(contract, data) -> data` | what it takes a file's bytes for |
| `file_taken(contract, report, takes) -> takes` | whether it takes a file, by what its own check says |
| `file_booked(contract, rows) -> rows` | the rows that it books |
| `skip: frozenset[str]` | checks it forgets: `layout`, `seal`, `nonce`, `window`, `echo` (of answers to it), or rule ids |

The file name is the defect's name, `d09_unknown_sub_account_stored`; `9` finds it too. `kanhe.simulate.defects` loads.
"""
