"""A client of the direct bank as another team would write it: sockets, bytes and the interface text; nothing of Kanhe is imported.

Frame: one sign (0 = not enciphered), six signs of length (left, padded with blanks) in bytes, the body in GBK. One connection per
message. The side door takes small JSON bodies over HTTP.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from typing import Any

HEAD = ("<ProductID>ICC</ProductID><ChannelType>ERP</ChannelType><CorpNo>6611501037955719</CorpNo><OpNo>0006</OpNo>"
        "<ReqSeqNo>{seq}</ReqSeqNo><ReqDate>20260601</ReqDate><ReqTime>093000</ReqTime>")
PAY = ("<Amt>{amount}</Amt><Cmp><DbAccNo>1070010400010001</DbAccNo><DbProv>10</DbProv><DbCur>01</DbCur>"
       "<CrAccNo>6222021110000000006</CrAccNo><CrCur>01</CrCur></Cmp><Corp><DbAccName>南通市财政局</DbAccName>"
       "<CrAccName>海门某建设有限公司</CrAccName><CrBankNo>102306015008</CrBankNo><CustomNo>PZ1</CustomNo><Postscript>工程款</Postscript></Corp>")
STATE = "<Cmp><OrgReqSeqNo>{of}</OrgReqSeqNo></Cmp><Corp><StartDate>20260601</StartDate><EndDate>20260602</EndDate></Corp>"
BALANCE = "<Cmp><DbAccNo>1070010400010001</DbAccNo><DbCur>01</DbCur></Cmp>"


class Bank:
    """A `kanhe serve` process, and what a client does with it."""

    def __init__(self, folder: str, *more: str) -> None:
        words = [sys.executable, "-m", "kanhe", "serve", "bank_direct", "--role", "bank", "--clock", "frozen", *more]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
                                        env={**os.environ, "PYTHONUTF8": "1"})
        assert self.process.stdout is not None
        said = dict(re.findall(r"([a-z]+)=(\S+)", self.process.stdout.readline()))
        host, port = said["address"].removeprefix("tcp://").split(":")
        self.place, self.control = (host, int(port)), said["control"]

    def framed(self, code: str, seq: str, rest: str) -> bytes:
        """The bytes of one request."""
        body = f'<?xml version="1.0" encoding="GBK"?><ap><CCTransCode>{code}</CCTransCode>{HEAD.format(seq=seq)}{rest}</ap>'.encode("gbk")
        return b"0" + str(len(body)).encode().ljust(6) + body

    def send(self, data: bytes, *, pieces: int = 0) -> bytes:
        """Everything that comes back before the bank hangs up. pieces: so many bytes at a time, 0 all at once."""
        with socket.create_connection(self.place, 10) as connection:
            for start in range(0, len(data), pieces or len(data)):
                connection.sendall(data[start:start + (pieces or len(data))])
            answer = b""
            while len(answer) < 7 or len(answer) < 7 + int(answer[1:7]):
                more = connection.recv(65536)
                if not more:
                    break
                answer += more
        return answer

    def ask(self, code: str, seq: str, rest: str, *, pieces: int = 0) -> dict[str, str]:
        """The answer's leaves by name; its frame must be right to the byte."""
        answer = self.send(self.framed(code, seq, rest), pieces=pieces)
        assert answer[:1] == b"0" and answer[1:7] == str(len(answer) - 7).encode().ljust(6)
        return dict(re.findall(r"<(\w+)>([^<]*)</\1>", answer[7:].decode("gbk")))

    def pay(self, seq: str, amount: str, **more: int) -> dict[str, str]:
        """One payment."""
        return self.ask("CFRT02", seq, PAY.format(amount=amount), **more)

    def state(self, of: str) -> str:
        """What became of a payment."""
        return self.ask("CQRT04", "CX1", STATE.format(of=of)).get("TransSts", "")

    def balance(self) -> dict[str, str]:
        """The account as the bank shows it."""
        return self.ask("CQRA06", "CX2", BALANCE)

    def side(self, path: str, document: dict[str, Any] | None = None) -> Any:
        """One answer of the side door."""
        data = None if document is None else json.dumps(document).encode()
        with urllib.request.urlopen(urllib.request.Request(self.control + path, data=data), timeout=20) as reply:  # noqa: S310
            return json.loads(reply.read())

    def open_account(self) -> None:
        """The account that everything is paid from."""
        said = self.side("/stimulus/open_account", {"account": "1070010400010001", "name": "南通市财政局", "bank_no": "103306010109",
                                                     "amount": "50000.00"})
        assert said == {"done": True}, said

    def end(self) -> None:
        """Stop the process."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
