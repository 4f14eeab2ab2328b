"""The personnel contracts against the interface document: complete, clean, and of the same opinion as python-stdnum and OpenAPI."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from kanhe.books.books import Books
from kanhe.books.predict import expect
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/units/personnel"
NOW = "20260105101500"
OPERATIONS = {"sync": "POST", "persons": "GET", "person": "GET", "payroll": "GET", "headcount": "GET"}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"personnel.{name}"]


def row_breaks(**changes: Any) -> set[str]:
    """The data promises that the first row of the specimen breaks with these columns changed."""
    document: Document = copy(contract("sync").specimen_request)
    for column, node in changes.items():
        put(document, f"body.persons.0.{column}", node)
    scene = Scene(request=document, now=NOW, parameters=catalogue().parameters, books=Books())
    return {a.promise for a in breaches(contract("sync"), scene) if a.row == 0}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair holds, every specimen fits the OpenAPI file that was written from the document."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "personnel" in p.at.file and not p.note]


def test_openapi_and_contracts_name_the_same_operations() -> None:
    """Five operations in both, with the same methods and paths, and the declared status codes."""
    from kanhe.contract.openapi import read_openapi

    document, problems = read_openapi(FAMILY / "personnel.openapi.yaml", "personnel.openapi.yaml")
    assert [] == problems and document is not None
    assert sorted(document.operations()) == sorted(contract(name).operation for name in OPERATIONS)
    for name, method in OPERATIONS.items():
        operation, problem = document.operation(method, contract(name).route)
        assert "" == problem
        assert set(operation["responses"]) <= {pattern.split()[0] for pattern, _ in contract(name).outcomes.classes}


def test_every_rule_of_the_document_has_an_id() -> None:
    """PERS-01 to PERS-11, the signature and the replay are all there, whole or split by letters."""
    texts = "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))
    known = set(re.findall(r"\bid: (PERS-[0-9]{2}|SIG-01|REP-01)", texts))
    assert {f"PERS-{n:02}" for n in range(1, 12)} | {"SIG-01", "REP-01"} <= known


def test_every_field_of_the_document_is_reported() -> None:
    """The table of P1 in the document, name by name."""
    wanted = """per_id per_name iden_type_code iden_no sex_code nat_code per_sta_code pos_code gr_code tec_worker_gr_code sch_rec_code
    per_ide_code per_sou_code agency_code is_auth is_uni_sala work_init_date enter_agency_date serv_len fund_mode start_date end_date
    create_time update_time reduce_reason state is_deleted fiscal_year mof_div_code version""".split()
    assert set(wanted) <= {f.path.rpartition(".")[2] for f in contract("sync").request}


def test_retired_has_two_codes_and_nations_three_digits() -> None:
    """The quirks of the public dictionaries, put right: 退休 is 2 and 4; 023 is a nation and a position, 03 neither."""
    lists = {f.path.rpartition(".")[2]: f.type.codes for f in contract("sync").request if f.type.codes}
    assert ["2", "4"] == [code for code, name in lists["per_sta_code"].items() if name == "退休"]
    assert [f"{n:03}" for n in range(1, 57)] == list(lists["nat_code"])
    assert ("高山族", "正科级") == (lists["nat_code"]["023"], lists["pos_code"]["023"])
    assert {"PERS-09A"} == row_breaks(nat_code="03") == row_breaks(pos_code="03")


@given(st.from_regex(r"(32|11|54)0[1-9]0[1-9](19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}", fullmatch=True),
       st.sampled_from("0123456789X"))
def test_resident_numbers_are_judged_like_stdnum(body: str, last: str) -> None:
    """Check digit and date as python-stdnum sees them; its list of birth places is none of ours."""
    number = body + last
    try:
        ric.get_birth_date(number)
        valid = ric.calc_check_digit(number) == last
    except Exception:  # noqa: BLE001 - stdnum raises several kinds
        valid = False
    assert valid is ("PERS-01A" not in row_breaks(iden_no=number))


@pytest.mark.parametrize(("changes", "broken"), [
    ({"iden_no": "11010519491231002x", "sex_code": "2"}, set()),
    ({"iden_no": "11010519491231002X"}, {"PERS-01C"}),
    ({"iden_no": "32060220100105001X"}, set()),
    ({"iden_no": "320602201001060015"}, {"PERS-01B"}),
    ({"iden_type_code": "2", "iden_no": "E12345678"}, {"PERS-06C"}),
    ({"iden_type_code": "2", "iden_no": "E1234"}, set()),
    ({"iden_type_code": "2", "iden_no": "E123"}, {"PERS-01A"}),
    ({"enter_agency_date": "20260105"}, set()),
    ({"enter_agency_date": "20260106"}, {"PERS-05A"}),
    ({"enter_agency_date": "20080630"}, {"PERS-05A"}),
    ({"work_init_date": "20080105"}, {"PERS-05C"}),
    ({"work_init_date": "20080105", "serv_len": 18}, set()),
    ({"work_init_date": "20080106"}, set()),
    ({"gap_years": 3, "serv_len": 14}, set()),
    ({"update_time": "20260105102000000"}, set()),
    ({"update_time": "20260105102001000"}, {"PERS-06D"}),
    ({"per_name": "汉" * 30}, set()),
    ({"per_name": "a" * 61}, {"PERS-10B"}),
    ({"per_name": "　 "}, {"PERS-10B"}),
    ({"state": "2", "reduce_reason": "调出", "end_date": "20260105000000000"}, set()),
    ({"state": "2", "reduce_reason": "调出"}, {"PERS-03C"}),
    ({"state": "2", "end_date": "20260105000000000"}, {"PERS-03C"}),
    ({"is_deleted": "0"}, {"PERS-07D"}),
    ({"work_init_date": "20080230"}, {"personnel.sync:form"}),
])
def test_worked_rows(changes: dict[str, Any], broken: set[str]) -> None:
    """Rows worked out by hand on 2026-01-05: who is sixteen today, whose service is 17 or 18 years, what is 60 bytes of GBK."""
    assert broken == row_breaks(**changes)


BOOKS: dict[str, Any] = {
    "agency": [{"key": ["001001001"]}],
    "quota": [{"key": ["001001001", "001"], "fields": {"approved": "1", "used": "0"}},
              {"key": ["001001001", "003"], "fields": {"approved": "600", "used": "599"}}],
}


@pytest.mark.parametrize(("given_books", "changes", "rejected"), [
    ({}, {}, {}),
    ({"quota": []}, {}, {0: "PERS-04", 1: "PERS-04"}),
    ({"quota": [{"key": ["001001001", "001"], "fields": {"approved": "1", "used": "1"}}, BOOKS["quota"][1]]}, {}, {0: "PERS-04"}),
    ({"agency": []}, {}, {0: "PERS-09B", 1: "PERS-09B"}),
    ({}, {"persons.1.is_deleted": "1"}, {1: "PERS-07B"}),
    ({"holder": [{"key": ["2", "E12345678"], "fields": {"per_id": "P9"}}]}, {}, {1: "PERS-02"}),
    ({"holder": [{"key": ["2", "E12345678"], "fields": {"per_id": "P9"}}]}, {"persons.1.is_auth": "2"}, {}),
    ({"departure": [{"key": ["2", "E12345678"], "entries": [{"per_id": "P9", "day": "20260102"}]}]}, {}, {1: "PERS-03A"}),
    ({"departure": [{"key": ["2", "E12345678"], "entries": [{"per_id": "P9", "day": "20260101"}]}]}, {}, {}),
])
def test_worked_states(given_books: dict[str, Any], changes: dict[str, Any], rejected: dict[int, str]) -> None:
    """The specimen's two rows against books worked out by hand: which row an honest bureau rejects, and for what."""
    document: Document = copy(contract("sync").specimen_request)
    for path, node in changes.items():
        put(document, f"body.{path}", node)
    found = expect(contract("sync"), Books.of({**BOOKS, **given_books}), Scene(request=document, now=NOW, parameters={}))
    assert rejected == dict(found.rejected)
    assert not found.doubtful
