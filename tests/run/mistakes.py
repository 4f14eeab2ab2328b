"""A right kanhe.toml, and one small mistake per message: name of the snapshot -> (old, new) texts."""

from __future__ import annotations

RIGHT = """\
# 联调环境
[target.staging]
title = "联调"
allow = ["127.0.0.1:9001", "127.0.0.1:9002"]

[[target.staging.peer]]
name = "甲行"
family = "till"
role = "bank"
address = "tcp://127.0.0.1:9001"
stimuli.arrives = {person = "请在测试账号存一笔"}
given.account = [{key = ["1"], status = "OPEN", balance = "0.00"}]

[[target.staging.peer]]
name = "乙窗口"
family = "desk"
role = "desk"
address = "http://127.0.0.1:9002"
keys = {app_id = "unit-1", private_key = "env:KANHE_TEST_KEY"}
"""
KEY = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
FIRST, SECOND = 'address = "tcp://127.0.0.1:9001"', 'private_key = "env:KANHE_TEST_KEY"'
STIMULUS, GIVEN = '{person = "请在测试账号存一笔"}', 'balance = "0.00"'
Edits = tuple[tuple[str, str], ...]

FILE: dict[str, Edits] = {
    "toml-syntax": (('title = "联调"', 'title = 联调'),),
    "toml-key-twice": (('title = "联调"', 'title = "联调"\ntitle = "又"'),),
    "table-unknown": (("# 联调环境", "[targt.x]"),),
    "target-not-a-table": ((RIGHT, 'target = "staging"\n'),),
    "target-entry-not-a-table": ((RIGHT, '[target]\nstaging = "x"\n'),),
    "no-target": ((RIGHT, "# leer\n"),),
    "target-key-unknown": (('title = "联调"', 'titel = "联调"'),),
    "target-title": (('title = "联调"', "title = 3"),),
    "target-named-sim": (("target.staging", "target.sim"),),
    "target-without-peers": ((RIGHT[RIGHT.index("\n[["):], ""),),
    "peers-not-a-list": ((RIGHT[RIGHT.index("[[target"):], '[target.staging.peer]\nname = "甲行"\n'),),
    "peer-not-a-table": ((RIGHT[RIGHT.index("\n[["):], '\npeer = ["甲行"]\n'),),
    "allow-not-a-list": (('allow = ["127.0.0.1:9001", "127.0.0.1:9002"]', 'allow = "127.0.0.1:9001"'),),
    "allow-not-a-place": (('"127.0.0.1:9001", ', '"127.0.0.1:9001", "any", 3, '),),
}

PEER: dict[str, Edits] = {
    "peer-key-unknown": ((FIRST, FIRST.replace("address", "adress")),),
    "peer-name-missing": (('name = "甲行"\n', ""),),
    "peer-name-empty": (('name = "甲行"', 'name = " "'),),
    "peer-name-not-text": (('name = "甲行"', "name = 1"),),
    "peer-name-with-a-bar": (('name = "甲行"', 'name = "甲|行@1"'),),
    "peer-name-twice": (('name = "乙窗口"', 'name = "甲行"'),),
    "address-form": ((FIRST, 'address = "127.0.0.1:9001"'),),
    "address-port": ((FIRST, 'address = "tcp://127.0.0.1:99999"'),),
    "address-not-allowed": (('"127.0.0.1:9001", ', ""),),
    "listen-form": ((FIRST, f'{FIRST}\nlisten = "tcp://127.0.0.1"'),),
    "peer-site-not-text": ((FIRST, f"{FIRST}\nsite = 3"),),
    "keys-not-a-table": (('keys = {app_id = "unit-1", private_key = "env:KANHE_TEST_KEY"}', 'keys = "env:X"'),),
    "key-name-unknown": ((SECOND, f'{SECOND}, privat_key = "env:X"'),),
    "key-written-out": ((SECOND, f'private_key = "{KEY}"'),),
    "key-not-text": ((SECOND, "private_key = 3"),),
    "headers-not-a-table": ((SECOND, f'{SECOND}}}\nheaders = {{x = "env:X"'), ('headers = {x = "env:X"}', 'headers = "env:X"')),
    "header-name": ((SECOND, f'{SECOND}}}\nheaders = {{"x auth" = "env:X", Host = "env:X"'),),
    "header-written-out": ((SECOND, f'{SECOND}}}\nheaders = {{authorization = "Bearer 123"'),),
    "stimuli-not-a-table": ((f"stimuli.arrives = {STIMULUS}", "stimuli = 3"),),
    "stimulus-not-a-table": ((STIMULUS, '"person"'),),
    "stimulus-door-unknown": ((STIMULUS, '{persn = "甲"}'),),
    "stimulus-two-doors": ((STIMULUS, '{person = "甲", file = "/tmp"}'),),
    "stimulus-http": ((STIMULUS, '{http = "POST ftp://x"}'),),
    "stimulus-argv": ((STIMULUS, '{argv = "./deposit.sh 1"}'),),
    "stimulus-file": ((STIMULUS, "{file = 3}"),),
    "given-not-a-list": (('given.account = [{key = ["1"], status = "OPEN", balance = "0.00"}]', "given.account = 3"),),
    "given-money-as-a-number": ((GIVEN, "balance = 0.10"),),
    "given-date": ((GIVEN, 'balance = "0.00", fields = {since = 2026-01-05}'),),
    "given-without-key": (('key = ["1"], ', ""),),
    "given-key-unknown": ((GIVEN, 'balanse = "0.00"'),),
}

CATALOGUE: dict[str, Edits] = {
    "family-unknown": (('family = "till"', 'family = "tilt"'),),
    "role-unknown": (('role = "bank"', 'role = "bnk"'),),
    "address-transport": ((FIRST, 'address = "http://127.0.0.1:9001"'),),
    "headers-over-tcp": ((FIRST, f'{FIRST}\nheaders = {{authorization = "env:KANHE_TEST_KEY"}}'),),
    "header-of-the-contract": ((SECOND, f'{SECOND}}}\nheaders = {{X-Sign = "env:KANHE_TEST_KEY"'),),
    "header-env-absent": ((SECOND, f'{SECOND}}}\nheaders = {{authorization = "env:KANHE_TEST_NONE"'),),
    "header-value": ((SECOND, f'{SECOND}}}\nheaders = {{authorization = "env:KANHE_TEST_HEADER"'),),
    "listen-elsewhere": ((FIRST, f'{FIRST}\nlisten = "tcp://203.0.113.1:9101"'),),
    "stimulus-unknown": (("stimuli.arrives", "stimuli.arives"),),
    "given-kind-unknown": (("given.account", "given.acount"),),
    "money-not-typed-again": (("127.0.0.1:9001", "10.20.0.8:9001"),),
    "keys-missing": ((f'keys = {{app_id = "unit-1", {SECOND}}}\n', ""),),
    "private-key-missing": ((f", {SECOND}", ""),),
    "all-at-once": (('role = "bank"', 'role = "bnk"'), (SECOND, 'private_key = "env:KANHE_TEST_NONE"')),
}

SECRETS: dict[str, tuple[str, int, bytes | None]] = {  # reference, mode of the file, its bytes
    "key-env-absent": ("env:KANHE_TEST_NONE", 0, None),
    "key-file-absent": ("file:key.hex", 0, None),
    "key-file-readable-by-others": ("file:key.hex", 0o644, KEY.encode()),
    "key-file-writable-by-others": ("file:key.hex", 0o622, KEY.encode()),
    "key-file-is-a-folder": ("file:.", 0, None),
    "key-file-is-a-device": ("file:/dev/zero", 0, None),
    "key-file-empty": ("file:key.hex", 0o600, b"\n"),
    "key-file-binary": ("file:key.hex", 0o600, b"\xff\xfe\x00"),
    "key-file-pem": ("file:key.hex", 0o600, b"-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----\n"),
    "key-too-short": ("file:key.hex", 0o600, KEY[:63].encode()),
    "key-not-hex": ("file:key.hex", 0o600, b"G" * 64),
    "key-zero": ("file:key.hex", 0o600, b"0" * 64),
    "key-beyond-the-order": ("file:key.hex", 0o600, b"F" * 64),
}
POINTS: dict[str, str] = {"point-not-on-the-curve": "04" + "1" * 128, "point-too-short": "1" * 127}
MISTAKES = {**FILE, **PEER, **CATALOGUE}
