"""The `responses` mount: code that uses `requests` meets the simulator in process, with seals, defects and faults."""
# ruff: noqa: E402 - what needs the optional package comes after asking for it

from __future__ import annotations

import pytest

responses = pytest.importorskip("responses", reason="没有安装 responses 附加项：pip install -e '.[responses]'")

import requests

from kanhe.bridges.responses import mount
from kanhe.bridges.signing import Signing
from kanhe.errors import UsageError
from kanhe.transport.faults.all import FAULTS
from kanhe.wire.seal.keys import TEST_KEYS, Keys
from tests.bridges.stands import FAMILY, batch, catalogue, party, served, simulator

URL = "http://desk.example"
SYNC = f"{URL}/per/v1/persons:sync"


@pytest.fixture
def mock():
    """Nothing leaves this process while it lasts."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


def signing():
    """The seal of the family with the test keys."""
    return Signing(party().wire.seal, TEST_KEYS)


def post(body=None, **more):
    """One signed batch."""
    return requests.post(SYNC, json=body or batch(), auth=signing(), timeout=5, **more)


def person(number: str):
    """One signed query."""
    return requests.get(f"{URL}/per/v1/person/{number}", auth=signing(), timeout=5)


def test_a_signed_batch_is_booked_and_can_be_queried(mock):
    """What was accepted is what the query shows, through the same session of `requests`."""
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock)
    body = batch()
    assert 404 == person(body["persons"][0]["per_id"]).status_code
    done = post(body)
    assert (200, 1) == (done.status_code, done.json()["data"]["accepted"])
    shown = person(body["persons"][0]["per_id"])
    assert body["persons"][0]["per_name"] == shown.json()["data"]["per_name"] and "json" in shown.headers["content-type"]


def test_the_mount_says_what_the_served_simulator_says(mock):
    """Status and body of the same requests are equal over a real socket and in process."""
    body = batch()
    batches, one = "/per/v1/persons:sync", "/per/v1/person/P0000000000000001"
    wanted = [("GET", one, None), ("POST", batches, body), ("POST", batches, {}), ("GET", one, None), ("GET", "/nowhere", None),
              ("DELETE", batches, None)]
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock)
    with served() as url:
        mock.add_passthru(url)
        for method, path, data in wanted:
            here, there = (requests.request(method, f"{base}{path}", json=data, auth=signing(), timeout=5) for base in (URL, url))
            assert (there.status_code, there.content) == (here.status_code, here.content), path


@pytest.mark.parametrize("auth", [None, Signing(None, None)], ids=["none", "unsealed"])
def test_an_unsigned_request_is_refused(mock, auth):
    """Without a seal nothing is booked."""
    desk = simulator()
    mount(catalogue(), FAMILY, desk.answer, url=URL, mock=mock)
    assert requests.post(SYNC, json=batch(), auth=auth, timeout=5).status_code in (400, 401)
    assert 404 == person(batch()["persons"][0]["per_id"]).status_code


def test_a_seal_covers_the_final_bytes(mock):
    """A body changed after signing is refused."""
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock)
    ready = requests.Session().prepare_request(requests.Request("POST", SYNC, json=batch(), auth=signing()))
    ready.body = ready.body.replace(b"P0000000000000001", b"P0000000000000002")
    assert requests.Session().send(ready, timeout=5).status_code in (400, 401)


@pytest.mark.parametrize(("defect", "granted"), [("", False), ("d67_signature_not_checked", True)])
def test_defects_are_mounted_too(mock, defect, granted):
    """A planted defect behaves in process as it does when served: a seal of other keys is granted."""
    mount(catalogue(), FAMILY, simulator(*[defect] * bool(defect)).answer, url=URL, mock=mock)
    strange = Signing(party().wire.seal, Keys(private_key="1" * 64))
    assert granted == (200 == requests.post(SYNC, json=batch(), auth=strange, timeout=5).status_code)


@pytest.mark.parametrize(("fault", "error"), [
    ("lose_reply", requests.ConnectionError), ("close_unanswered", requests.ConnectionError), ("late_reply", requests.ReadTimeout),
])
def test_a_lost_reply_is_an_exception_and_the_effect_is_there(mock, fault, error):
    """The caller sees what `requests` raises; the simulator has booked, and a resend under the same key books nothing more."""
    body, desk = batch(), simulator()
    mounted = mount(catalogue(), FAMILY, desk.answer, url=URL, mock=mock)
    mounted.schedule.arm(FAULTS[fault], "POST /per/v1/persons:sync")
    with pytest.raises(error):
        post(body)
    assert [fault] == mounted.struck
    assert 200 == person(body["persons"][0]["per_id"]).status_code
    assert 1 == post(body).json()["data"]["accepted"]


@pytest.mark.parametrize("seed", range(6))
def test_half_a_reply_is_never_the_whole_one(mock, seed):
    """Wherever the reply is cut, the caller gets an exception or bytes that are not the true reply, as over a socket."""
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock, faults=["half_reply"], seed=seed)
    try:
        half = post().content
    except requests.RequestException:
        half = b""
    assert half != post().content


def test_a_request_lost_before_the_effect_books_nothing(mock):
    """`reset_before_effect` raises and the simulator never had the request."""
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock, faults=["reset_before_effect"])
    with pytest.raises(requests.ConnectionError):
        post()
    assert 404 == person(batch()["persons"][0]["per_id"]).status_code


def test_a_gateway_answers_in_its_place(mock):
    """A 502 page arrives although the batch was booked."""
    mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock, faults=["gateway_error"])
    assert 502 == post().status_code and 200 == person(batch()["persons"][0]["per_id"]).status_code


def test_what_only_takes_time_arrives_whole(mock):
    """A dripping reply is the true reply; no time is really spent."""
    mounted = mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock, )
    assert mounted.struck == []
    mounted.schedule.arm(FAULTS["drip"])
    assert 1 == post().json()["data"]["accepted"] and ["drip"] == mounted.struck


def test_the_same_seed_gives_the_same_bytes(mock):
    """A flipped byte is flipped at the same place in a second mount with the same seed."""
    bodies = []
    for base in (URL, "http://other.example"):
        mount(catalogue(), FAMILY, simulator().answer, url=base, mock=mock, faults=["flipped_byte"], seed=3)
        try:
            bodies.append(requests.get(f"{base}/per/v1/headcount/001001001/001", timeout=5).content)
        except requests.RequestException as error:
            bodies.append(type(error).__name__)
        mock.reset()
    assert bodies[0] == bodies[1]


def test_an_unknown_fault_is_a_usage_error(mock):
    """The message names the word and what it may have been meant to be."""
    with pytest.raises(UsageError, match="lose_reply"):
        mount(catalogue(), FAMILY, simulator().answer, url=URL, mock=mock, faults=["loose_reply"])
