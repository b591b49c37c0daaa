"""What the register of agencies makes of a token."""

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.agencies import SERVICES_AGENCY, Agencies, Agency, AgencyKind
from shared.catalogue import ACTIONS
from shared.clock import CHINA, present_day
from shared.identity import tokens
from shared.identity.issuer import Issuer
from shared.identity.keys import AllKeys
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER, agency, id_of
from tests.shared.identity.issuers import NAME, KeySet, refused, signed

DAY = date(2026, 3, 14)


def in_force(begins: date | None, ends: date | None) -> Agencies:
    """A register whose one agency is valid from one day until before another."""
    return Agencies([Agency("310", AgencyKind.POLICE, "甲", "甲", ("41",), begins, ends)])


@pytest.mark.parametrize("kind", AgencyKind)
async def test_the_kind_is_the_registers(kind: AgencyKind) -> None:
    """Whatever the token says of it."""
    issuer = Issuer.new(NAME)
    token = signed(issuer, agency=id_of(kind), kind="police", act={"sub": "u-17", "kind": "police"})
    caller = await Verifier(issuer, issuer=NAME, register=REGISTER).verify(token)
    assert (caller.kind, caller.user) == (kind, "u-17")


async def test_an_unknown_agency_is_refused_in_both_languages() -> None:
    """With another sentence than a token that is malformed."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    problem = await refused(verifier, issuer.mint("nobody's", ["41"], ["cases:read"]))
    assert problem.status == 401
    assert "not in the register of agencies" in problem.detail.en
    assert "单位登记表" in problem.detail.zh
    assert problem.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize(
    ("begins", "ends", "taken"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY + timedelta(1), True),
        (DAY + timedelta(1), None, False),
        (None, DAY, False),
        (DAY, DAY + timedelta(1), True),
    ],
)
async def test_an_agency_is_known_on_the_days_of_its_entry(
    monkeypatch: pytest.MonkeyPatch, begins: date | None, ends: date | None, taken: bool
) -> None:
    """The first day is one of them, `valid_to` is not."""
    monkeypatch.setattr(tokens, "present_day", lambda: DAY)
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=in_force(begins, ends))
    token = issuer.mint("310", ["41"], ["cases:read"])
    if taken:
        assert (await verifier.verify(token)).agency == "310"
    else:
        problem = await refused(verifier, token)
        assert (problem.status, "not valid today" in problem.detail.en) == (401, True)


async def test_an_agencys_last_day_ends_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """At midnight in China, though the token itself lasts longer and was taken before."""
    ends = present_day() + timedelta(2)
    midnight = datetime(ends.year, ends.month, ends.day, tzinfo=CHINA).timestamp()
    issuer, longest = Issuer.new(NAME), 4 * 24 * 3600
    verifier = Verifier(issuer, issuer=NAME, register=in_force(None, ends), longest=longest)
    token = issuer.mint("310", ["41"], ["cases:read"], longest)
    await verifier.verify(token)
    monkeypatch.setattr(time, "time", lambda: midnight - 1)
    assert verifier.known(token)
    monkeypatch.setattr(time, "time", lambda: midnight)
    assert verifier.known(token) is None


@pytest.mark.parametrize(
    ("own", "asked", "left"),
    [
        (["41"], ["410105"], ("410105",)),
        (["410105"], ["41"], ("410105",)),
        (["4101", "33"], ["410105", "3301", "11"], ("410105", "3301")),
        (["410105", "410102"], ["4101", "410105"], ("410105", "410102")),
        (["41"], ["11", "12"], None),
        (["410105"], ["410102"], None),
        (["41"], [], None),
    ],
)
async def test_regions_are_what_token_and_register_have_in_common(
    own: Sequence[str], asked: Sequence[str], left: tuple[str, ...] | None
) -> None:
    """A token narrows, and never widens; one that leaves nothing is refused."""
    issuer = Issuer.new(NAME)
    register = Agencies([agency("310", AgencyKind.POLICE, *own)])
    verifier = Verifier(issuer, issuer=NAME, register=register)
    token = issuer.mint("310", asked, ["cases:read"])
    if left is not None:
        assert (await verifier.verify(token)).regions == left
    else:
        problem = await refused(verifier, token)
        assert (problem.status, "regions" in problem.detail.en) == (401, True)


async def test_no_agencys_token_reads_the_journal() -> None:
    """Neither of an installation's own issuer nor of another: its action is left out."""
    issuer = Issuer.new(NAME)
    for keys in (issuer, KeySet(issuer.jwks())):
        verifier = Verifier(keys, issuer=NAME, register=REGISTER)
        caller = await verifier.verify(issuer.mint("310", ["41"], ACTIONS))
        assert caller.actions == {*ACTIONS} - {"journal:read"}


async def test_only_a_key_of_the_installation_makes_one_of_its_services() -> None:
    """An identity provider cannot, though the claim says so, and though a register entered it."""
    provider, service = Issuer.new(NAME), Issuer.new(NAME)
    [key] = service.jwks()["keys"]
    own = KeySet({"keys": [{**key, "waystation_actions": ["journal:read"]}]})
    register = Agencies([agency(SERVICES_AGENCY)])
    keys = AllKeys((KeySet(provider.jwks()), own))
    verifier = Verifier(keys, issuer=NAME, register=register)
    assert (await verifier.verify(service.mint(SERVICES_AGENCY, (), ACTIONS))).actions == {
        "journal:read"
    }
    problem = await refused(verifier, provider.mint(SERVICES_AGENCY, ["41"], ACTIONS))
    assert (problem.status, "own services" in problem.detail.en) == (401, True)


async def test_a_changed_register_is_heeded_at_once() -> None:
    """A token that was taken before is looked at again."""

    class Changing:
        now = REGISTER

        def present(self) -> Agencies:
            return self.now

        def state(self) -> str:
            return "ok"

    issuer, register = Issuer.new(NAME), Changing()
    verifier = Verifier(issuer, issuer=NAME, register=register)
    token = issuer.mint("310", ["41"], ["cases:read"])
    await verifier.verify(token)
    assert verifier.known(token)
    register.now = Agencies([agency("311")])
    assert verifier.known(token) is None
    assert (await refused(verifier, token)).status == 401


@pytest.mark.parametrize("act", [{"sub": ""}, {"sub": "张 三"}, {"sub": 7}, {"sub": "u" * 201}])
async def test_a_malformed_user_is_refused(act: dict[str, Any]) -> None:
    """A pseudonym is of visible ASCII characters; a name cannot stand in its place by mistake."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    assert "act.sub" in (await refused(verifier, signed(issuer, act=act))).detail.en


@pytest.mark.parametrize("act", [None, {}, {"act": {"sub": "u-1"}}, "u-1", ["u-1"]])
async def test_a_token_may_name_no_user(act: Any) -> None:
    """Then a system calls for itself."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    assert (await verifier.verify(signed(issuer, act=act))).user is None
