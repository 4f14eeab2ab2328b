"""A rent office that books what its bank's files tell: it looks at a folder, reads a file, and books it whole or not at all.

Standard library only. `importer.py INBOX BOOKS --port 0` looks at INBOX every few hundredths of a second, keeps its books in the SQLite
file BOOKS, prints `ready http://HOST:PORT`, shows the books at GET /books and looks at once at POST /import (`--idle`: only then).
`importer.py --show BOOKS` prints the books; `--defect NAME` plants one of those that `--list` tells.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sqlite3
import sys
import threading
import time
from contextlib import closing
from decimal import Decimal, InvalidOperation
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DEFECTS = {
    "sum-unchecked": "the sum in the trailer is not compared with the rows",
    "count-unchecked": "the count in the header is not compared with the rows",
    "digest-unchecked": "the digest is not reckoned",
    "twice": "a file that comes again is booked again",
    "reissued-on-top": "another file under a number that was taken is booked, too",
    "reads-part": "a file is read while it still has its other name",
    "splits-bytes": "rows are split before they are decoded",
    "no-trailer": "a file without a trailer is taken for whole",
    "number-burnt": "the number of a refused file is used up: the right file is not taken",
    "first-thousand": "only the first thousand rows are booked",
    "name-unread": "the day in the name is not compared with the header",
    "any-name": "every file in the folder is read, whatever its name",
    "any-line-end": "lines may end as they like",
    "mark-skipped": "a byte order mark is skipped",
    "any-charset": "what is no GBK is read as UTF-8",
    "more-columns": "columns beyond the fourth are not looked at",
    "number-twice": "two rows of a file may have the same number",
    "cut-booked": "of a file that ends in the middle of a row the whole rows are booked",
    "booked-then-refused": "rows are booked before the sum is compared, and stay",
    "empty-stops": "a file without rows ends the looking",
    "last-row-lost": "the last row is taken for a part of the trailer",
    "back-is-forth": "money that goes back is booked as if it came",
    "overwrites": "a day's new file takes the place of what was booked of the day before it came again",
}
NAME = re.compile(r"RENT-([0-9]{8})-([0-9]{2})\.dat")
AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,10})\.[0-9]{2}", re.ASCII)


class No(Exception):
    """Why a file is not booked."""


class Office:
    def __init__(self, inbox: Path, books: Path, defect: str) -> None:
        self.inbox, self.books, self.d = inbox, books, defect
        self.lock = threading.Lock()
        self.seen: set[tuple[str, int, int]] = set()
        self.stopped = False
        with closing(self.open()) as base, base:
            base.executescript("CREATE TABLE rents (number TEXT, rent TEXT, file TEXT);"
                               "CREATE TABLE files (day TEXT, batch TEXT, digest TEXT, PRIMARY KEY (day, batch));")

    def open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.books, timeout=10)

    def look(self) -> None:
        """Read what is new in the folder, in order of name."""
        with self.lock:
            for path in sorted(self.inbox.iterdir()):
                try:
                    status = path.stat()
                    mark = (path.name, status.st_ino, status.st_mtime_ns)
                    if mark in self.seen or self.stopped:
                        continue
                    self.seen.add(mark)
                    self.take(path.name, path.read_bytes())
                except (No, FileNotFoundError) as why:
                    print(f"{path.name}: {why}", file=sys.stderr)

    def take(self, name: str, data: bytes) -> None:
        if self.d == "reads-part":
            name = name.removesuffix(".part")
        found = NAME.fullmatch(name)
        if found is None and self.d != "any-name":
            raise No("no name of ours")
        with closing(self.open()) as base, base:
            try:
                day, batch = (found[1], found[2]) if found else (data[3:11].decode("ascii", "replace"), "00")
                digest = hashlib.sha256(data).hexdigest()
                before = base.execute("SELECT digest FROM files WHERE day = ? AND batch = ?", (day, batch)).fetchone()
                if before is not None:
                    if before[0] == digest and self.d != "twice":
                        return
                    if self.d == "overwrites":
                        base.execute("DELETE FROM rents WHERE file = ?", (name,))
                    elif not (self.d == "reissued-on-top" and before[0] != digest) and not (self.d == "twice" and before[0] == digest):
                        raise No("this number was taken")
                rows = self.read(data, day)
                if self.d == "first-thousand":
                    rows = rows[:1000]
                base.executemany("INSERT INTO rents VALUES (?, ?, ?)", [(number, rent, name) for number, rent in rows])
                base.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (day, batch, digest))
            except No as why:
                if self.d == "number-burnt":
                    base.execute("INSERT OR IGNORE INTO files VALUES (?, ?, ?)", (day, batch, digest))
                if self.d == "booked-then-refused" and why.args[0] == "sum":
                    base.executemany("INSERT INTO rents VALUES (?, ?, ?)", [(number, rent, name) for number, rent in why.args[1]])
                base.commit()
                raise

    def read(self, data: bytes, day: str) -> list[tuple[str, str]]:
        """(number, rent) of each row; No for what is not as the paper says."""
        if self.d == "mark-skipped":
            data = data.removeprefix(b"\xef\xbb\xbf")
        end = b"\n" if self.d == "any-line-end" and b"\r\n" not in data else b"\r\n"
        if self.d == "cut-booked" and not data.endswith(b"\r\n"):
            return [self.row(line) for line in data.split(b"\r\n")[1:-1]]
        lines = data.split(end)
        if lines.pop() != b"" or any(b"\n" in line for line in lines) or len(lines) < (1 if self.d == "no-trailer" else 2):
            raise No("line ends")
        head, last = self.cells(lines[0], 3), self.cells(lines[-1], 3)
        if len(head) != 3 or head[0] != "01" or (head[1] != day and self.d != "name-unread"):
            raise No("header")
        whole = last[0] == "99" and len(last) == 3
        if not whole and self.d != "no-trailer":
            raise No("trailer")
        body = lines[1:-1] if whole else lines[1:]
        rows = [self.row(line) for line in body]
        if head[2] != str(len(rows)) and self.d != "count-unchecked":
            raise No("count")
        if whole:
            if last[2] != hashlib.new("sm3", b"".join(line + end for line in body)).hexdigest().upper() and self.d != "digest-unchecked":
                raise No("digest")
            if format(sum((Decimal(rent) for _, rent in rows), Decimal("0.00")), "f") != last[1] and self.d != "sum-unchecked":
                raise No("sum", rows)
        if len({number for number, _ in rows}) < len(rows) and self.d != "number-twice":
            raise No("number twice")
        if not rows and self.d == "empty-stops":
            self.stopped = True
        if self.d == "last-row-lost":
            rows = rows[:-1]
        return [(number, rent.removeprefix("-")) for number, rent in rows] if self.d == "back-is-forth" else rows

    def cells(self, line: bytes, count: int) -> list[str]:
        for charset in ("utf-8", "gbk") if self.d == "any-charset" else ("gbk",):
            try:
                found = [cell.decode(charset) for cell in line.split(b"|")] if self.d == "splits-bytes" else line.decode(charset).split("|")
            except UnicodeDecodeError:
                continue
            if len(found) == count or self.d != "any-charset":
                return found
        raise No("charset")

    def row(self, line: bytes) -> tuple[str, str]:
        cells = self.cells(line, 4)
        if len(cells) < 4 or cells[0] != "02" or (len(cells) > 4 and self.d != "more-columns"):
            raise No("columns")
        try:
            right = re.fullmatch("[0-9]{16}", cells[2]) and AMOUNT.fullmatch(cells[3]) and Decimal(cells[3])
        except InvalidOperation:
            right = None
        if not right:
            raise No("cells")
        return cells[2], cells[3]


def shown(books: Path) -> str:
    """The books as CSV."""
    with closing(sqlite3.connect(books, timeout=10)) as base:
        rows = base.execute("SELECT number, rent FROM rents").fetchall()
    return "".join(f"{number},{rent}\n" for number, rent in [("number", "rent"), *rows])


def serve(office: Office, port: int) -> ThreadingHTTPServer:
    """The books, and a bell; not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(shown(office.books).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", "0")))
            office.look()
            self.answer(b"{}")

        def answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("inbox", nargs="?", type=Path)
    parser.add_argument("books", nargs="?", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--idle", action="store_true")
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--show", type=Path)
    args = parser.parse_args()
    if args.list or args.show:
        print("\n".join(f"{name}: {text}" for name, text in DEFECTS.items()) if args.list else shown(args.show), end="\n" if args.list else "")
        return
    office = Office(args.inbox, args.books, args.defect)
    server = serve(office, args.port)
    print(f"ready http://127.0.0.1:{server.server_address[1]}", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        time.sleep(0.03)
        if not args.idle:
            office.look()


if __name__ == "__main__":
    main()
