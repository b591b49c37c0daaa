"""Whatever is sent to a service, it answers as its OpenAPI document says, and never with a fault.

WAYSTATION_TEST_FUZZ_EXAMPLES sets how many requests each operation gets (and lifts the limit
of time); WAYSTATION_TEST_SEED another seed than the one that is always taken.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from services.cases.changes import api as changes
from services.reporting.statistics import answering
from tests.databases import Databases
from tests.fuzz import hostile
from tests.fuzz.checking import Answer, Documented, operation_at
from tests.fuzz.hostile import Request
from tests.fuzz.tokens import bad_tokens
from tests.fuzz.wire import send
from tests.fuzz.world import World, world_of
from tests.services.examples import Example
from tests.services.whole import SERVICES

SEED = int(os.environ.get("WAYSTATION_TEST_SEED", "20190626"))
EXAMPLES = int(os.environ.get("WAYSTATION_TEST_FUZZ_EXAMPLES", "0"))
USUAL_EXAMPLES = 10  # for each operation and test
USUAL_SECONDS = 20.0  # for each test
SECRETS = frozenset(
    {
        "测试甲",
        "11010519491231002X",
        "19900000000",
        "家访，情绪低落，已建议心理咨询",
        "已陪同就医，情绪平稳",
        "社工甲",
    }
)
pytestmark = [pytest.mark.postgres, pytest.mark.timeout(0 if EXAMPLES else 300)]
KNOWN_QUERIES: dict[str, list[Any]] = {
    "region": ["4101", "41", "410102001003"],
    "indicators": ["sessions", "articles", "contacts,persons_contacted", "test_rate", "clients"],
    "by": [["month"], ["region"], ["month", "region"], ["channel"]],
    "where": [["place_kind:school"], ["channel:website"]],
    "from": ["2019-01-01", "2019-06-26"],
    "to": ["2020-01-01", "2100-12-31"],
}
WAITS = frozenset({"min_position", "as_of"})  # for what may not be counted
OFTEN = st.sampled_from([True] * 7 + [False])
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module", params=SERVICES)
def world(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A running service with things in it; none waits long for what never comes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "POSITION_WAIT", 0.05)
        patch.setattr(answering, "SETTLE_WAIT", 0.05)
        patch.setattr(changes, "LONGEST_WAIT", 0.05)
        with world_of(request.param, databases, tmp_path_factory.mktemp("fuzz")) as found:
            yield found


@pytest.fixture(scope="module")
def documented(world: World) -> Documented:
    """The check of answers against the service's document."""
    return Documented(world.document, SECRETS)


class Clock:
    """Ends a part of a test that has had its time; a longer run that was asked for has no end."""

    def __init__(self, parts: int = 1) -> None:
        self._until = time.monotonic() + (float("inf") if EXAMPLES else USUAL_SECONDS / parts)

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._until


def fuzz(test: Callable[[st.DataObject], None], share: int = 1) -> None:
    """Run a test on many drawn data; the same ones each time."""
    run = settings(
        max_examples=(EXAMPLES or USUAL_EXAMPLES) * share,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
    )(seed(SEED)(given(st.data())(test)))
    run()


@pytest.fixture(autouse=True)
def report(world: World, request: pytest.FixtureRequest) -> Iterator[None]:
    """Say the seed, and how often each status was answered."""
    before, began = world.answered.copy(), time.monotonic()
    yield
    answered, seconds = world.answered - before, time.monotonic() - began
    counts = ", ".join(f"{number} × {status}" for status, number in sorted(answered.items()))
    print(f"{request.node.name}: seed {SEED}, {seconds:.1f} s, {counts}")


def answer_of(response: Any) -> Answer:
    """A schemathesis response as the check wants it."""
    headers = {name.lower(): ", ".join(values) for name, values in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def settle(data: st.DataObject, case: Case[Any], world: World) -> None:
    """Have most of a generated request reach what exists: its caller, ids, regions and days."""
    number = data.draw(st.integers(0, 9999))
    for name in list(case.path_parameters or {}):
        thing = world.thing(name, number)
        if data.draw(OFTEN) and thing is not None:
            case.path_parameters[name] = thing
    if data.draw(OFTEN):
        case.headers["Authorization"] = f"Bearer {world.token_for(case.path)}"
    if data.draw(OFTEN):
        case.headers["Idempotency-Key"] = world.new_key()
    if "If-Match" in case.headers and data.draw(st.booleans()):
        case.headers["If-Match"] = world.current(" ".join(map(str, case.path_parameters.values())))
    if isinstance(case.body, dict) and data.draw(OFTEN):
        case.body = {name: known(name, value, world, number) for name, value in case.body.items()}
    for name, choices in KNOWN_QUERIES.items():
        if data.draw(OFTEN) and name in (case.query or {}):
            case.query[name] = choices[number % len(choices)]


def known(name: str, value: Any, world: World, number: int) -> Any:
    """A value for a field that a service will know; the value itself where any will do."""
    match name:
        case "region":
            return "410102001003"
        case "occurred_on" | "decided_on":
            return f"{2017 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}"
        case "id_number":
            return id_number(number)
        case _ if name.endswith("_id"):
            return world.thing(name, number) or value
        case _:
            return value


def id_number(number: int) -> str:
    """A synthetic ID number with a right check digit."""
    digits = f"110105{1950 + number % 50}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def test_what_the_document_allows_and_forbids(world: World, documented: Documented) -> None:
    """Requests made from the document's schemas, fitting and not fitting, get its answers."""
    with requests.Session() as session:
        for result in schemathesis.openapi.from_dict(world.document).get_all_operations():
            assert isinstance(result, Ok)
            fuzz(by_schema(world, documented, result.ok(), session))


def by_schema(
    world: World, documented: Documented, operation: Any, session: requests.Session
) -> Callable[[st.DataObject], None]:
    """The test of one operation by requests made from its schemas."""
    cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES])
    described = world.document["paths"][operation.path][operation.method.lower()]
    clock = Clock(len(world.examples))

    def test(data: st.DataObject) -> None:
        case = data.draw(cases)
        settle(data, case, world)
        if clock.over():
            return
        try:
            response = case.call(base_url=world.url, session=session, timeout=30)
        except (requests.exceptions.InvalidHeader, UnicodeError):
            return  # no HTTP: it cannot be sent
        answer = answer_of(response)
        world.heard(answer)
        waits = not WAITS.isdisjoint(case.query or {})
        documented.check(described, answer, astray=bool(case.path_parameters), waits=waits)

    return test


def good_request(world: World, example: Example) -> Request:
    """An operation's example as bytes, with a new key and the current version."""
    headers = {
        **example.headers,
        "Authorization": f"Bearer {world.token_for(example.path)}",
        "Idempotency-Key": world.new_key(),
    }
    if example.body is not None:
        headers["Content-Type"] = "application/json"
    if "If-Match" in example.headers:
        headers["If-Match"] = world.current(example.path)
    return Request(
        example.method.encode(),
        example.path.encode(),
        urlencode(example.query, doseq=True).encode(),
        tuple((name.lower().encode(), str(value).encode()) for name, value in headers.items()),
        example.body,
    )


def _operation_of(world: World, example: Example, request: Request) -> Mapping[str, Any]:
    """The operation that a request is for: its method may be another one of the address."""
    try:
        return operation_at(world.document, example.path, request.method.decode("latin-1"))
    except LookupError:
        return operation_at(world.document, example.path, example.method)


def ask(world: World, documented: Documented, example: Example, request: Request) -> Answer | None:
    """Send a request, and check the answer against what the example's operation promises."""
    raw = (request.method, request.target, request.headers, request.body)
    answer = send(world.url, *raw)
    if answer is None:
        return None
    world.heard(answer)
    if request.method == b"HEAD":
        assert answer.status < 500
        return answer
    operation = _operation_of(world, example, request)
    waits = any(name.encode() in request.query for name in WAITS)
    documented.check(operation, answer, astray=request.astray, waits=waits)
    return answer


def test_good_requests_changed_for_the_worse(world: World, documented: Documented) -> None:
    """A request that was good, changed in one to three places, gets a documented answer."""
    clock = Clock()

    def test(data: st.DataObject) -> None:
        example = data.draw(st.sampled_from(world.examples))
        request = good_request(world, example)
        changes = st.lists(st.sampled_from(hostile.CHANGES), min_size=1, max_size=3)
        for change in data.draw(changes):
            request = change(data, request)
        if clock.over():
            return
        answer = ask(world, documented, example, request)
        if answer is not None and request.unauthorised:
            assert answer.status >= 400, f"taken with a bad token: {request}"

    fuzz(test, share=len(world.examples))


def test_no_bad_token_is_taken(world: World, documented: Documented) -> None:
    """Forged, foreign, expired and malformed tokens are all answered with 401."""
    example = world.examples[-1]
    for name, token in bad_tokens().items():
        request = good_request(world, example)
        header = b"Bearer " + token.encode("utf-8", "surrogatepass")
        answer = ask(world, documented, example, request.with_header(b"authorization", header))
        assert answer is not None, name
        assert answer.status == 401, f"{name}: {answer}"


# What the example took back or gave up is there no more; another one is another agency's.
OTHERWISE = {
    "withdraw_registration": 404,
    "withdraw_opening": 403,
    "end_session": 404,
    "hand_over": 404,
    "leave_team": 404,
    "record_use": 422,
}


def test_every_good_request_is_still_taken(world: World, documented: Documented) -> None:
    """After all this the service works as before."""
    for example in world.examples:
        answer = ask(world, documented, example, good_request(world, example))
        assert answer is not None
        as_before = answer.status < 300 or answer.status in (409, OTHERWISE.get(example.name))
        assert as_before, f"{example.name}: {answer}"
    ready = send(world.url, b"GET", b"/readyz", (), None)
    assert ready is not None
    assert json.loads(ready.body)["status"] == "ok"
