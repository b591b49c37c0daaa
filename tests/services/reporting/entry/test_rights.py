"""A session may what a token of the same agency, regions and actions may: nothing else decides."""

import os
import re
from datetime import date

import pytest

from services.reporting.entry.rights import EntryRefused, caller_of, granted_to_person
from services.reporting.entry.sessions import BrowserSession, Grant, begin
from services.reporting.entry.settings import BrowserSettings
from shared.agencies import Agencies, Agency, AgencyKind
from shared.clock import utc_now
from shared.http.application import Service
from shared.http.problems import Problem
from shared.identity.claims import OWN_NAMES, ClaimNames
from shared.settings import read
from tests.agencies import agency
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import Start
from tests.shared.http.visitor import Visitor

DAY = date(2026, 3, 2)
READ, DETAIL = "statistics:read", "statistics:detail"

ASKED = [
    "/v1/indicators",
    "/v1/freshness",
    "/v1/sessions",
    "/v1/reports/annual/years",
    *(f"/v1/reports/annual?region={code}&year=2019" for code in ("41", "4101", "410102", "33")),
    "/v1/reports/annual?region=410102001&year=2019",
    *(
        f"/v1/statistics?indicators=contacts&region={code}&from=2019-01-01&to={end}"
        for code in ("4101", "410102001", "33")
        for end in ("2020-01-01", "2019-01-09")
    ),
    "/v1/statistics?indicators=contacts&region=4101&from=2019-01-01&to=2020-01-01"
    "&as_of=2020-01-05T00:00:00Z",
    "/v1/statistics?indicators=nothing&region=4101&from=2019-01-01&to=2020-01-01",
]


def timeless(text: str) -> str:
    """An answer without the moment at which it was asked for."""
    return re.sub(r'"asked_at":"[^"]+"', "", text)


@pytest.mark.postgres
@pytest.mark.parametrize("regions", [("41",), ("4101",), ("410102001",), ("4101", "33")])
@pytest.mark.parametrize("actions", [(READ,), (READ, DETAIL), (DETAIL,)])
async def test_a_session_may_what_a_token_may(
    start: Start, regions: tuple[str, ...], actions: tuple[str, ...]
) -> None:
    """Every address is answered alike, to the byte, by session and by token."""
    app = await start(**PROVIDER)
    browser = await person_at(app, regions, actions)
    token = headers(*regions, actions=actions, agency="310")["authorization"]
    statuses = set()
    for address in ASKED:
        by_session = await browser.get(address)
        by_token = await Visitor(app).get(address, authorization=token)
        assert by_session.status == by_token.status, address
        assert timeless(by_session.text) == timeless(by_token.text), address
        statuses.add(by_session.status)
    assert 403 in statuses
    assert (200 in statuses) == (READ in actions)


PROVIDER = {
    "oidc_issuer": "https://id.example",
    "oidc_client_id": "waystation",
    "browser_url": "https://waystation.example",
}


async def person_at(app: Service, regions: tuple[str, ...], actions: tuple[str, ...]) -> Visitor:
    """The browser of a person who was let in with these."""
    entrance = app.state.entrance
    grant = Grant(entrance.by_person, "p-1", "310", regions, actions)
    async with app.state.counting_pool.acquire() as connection:
        session_id = await begin(connection, grant, entrance._lifetimes)
    browser = Visitor(app)
    browser.cookies.load(f"{entrance.keys.cookie}={session_id}")
    return browser


def session(grant: Grant) -> BrowserSession:
    """A session that was let in with this."""
    return BrowserSession(7, grant, utc_now(), utc_now(), utc_now())


OFFICE = Agency("310", AgencyKind.ANTI_DRUG_OFFICE, "n", "n", ("4101",), valid_to=date(2026, 6, 1))
REGISTER = Agencies([OFFICE])


def test_the_register_of_today_has_the_last_word() -> None:
    """A session is no wider than its agency is now, and ends with it."""
    held = session(Grant("person:x", "p-1", "310", ("41", "33"), [READ, "cases:read"]))
    caller = caller_of(held, REGISTER, DAY, READ)
    assert (caller.agency, caller.regions, caller.kind) == ("310", ("4101",), OFFICE.kind)
    assert caller.actions == {READ}
    assert (caller.jti, caller.user) == ("session-7", "p-1")
    for register, day in ((REGISTER, date(2026, 6, 1)), (Agencies([]), DAY)):
        with pytest.raises(Problem) as refused:
            caller_of(held, register, day, READ)
        assert refused.value.status == 401
    elsewhere = session(Grant("person:x", "p-1", "310", ("33",), [READ]))
    with pytest.raises(Problem):
        caller_of(elsewhere, REGISTER, DAY, READ)


def test_a_links_session_is_narrowed_with_the_link() -> None:
    """What the link gives no more, its sessions of before have no more."""
    held = session(Grant("link:x", "link", "waystation-services", ("41",), [READ, DETAIL]))
    assert caller_of(held, REGISTER, DAY, f"{READ} {DETAIL}").actions == {READ, DETAIL}
    assert caller_of(held, REGISTER, DAY, READ).actions == {READ}
    narrow = session(Grant("link:x", "link", "waystation-services", ("41",), [READ]))
    assert caller_of(narrow, REGISTER, DAY, f"{READ} {DETAIL}").actions == {READ}


CLAIMS = {"sub": "u", "agency": "310", "regions": ["410102"], "actions": [READ, "cases:write"]}


def test_a_person_is_granted_statistics_only() -> None:
    """Whatever the provider's claims allow besides."""
    grant = granted_to_person("person:x", "p-1", CLAIMS, OWN_NAMES, REGISTER, DAY)
    assert (grant.agency, grant.regions, grant.actions) == ("310", ("410102",), {READ})


def test_claims_may_have_other_names() -> None:
    """As a provider has them: by a path, and as words of one text."""
    names = ClaimNames(agency="org.id", regions="areas", actions="realm.roles")
    claims = {
        "org": {"id": "310"},
        "areas": "410102 410105",
        "realm": {"roles": ["offline_access", DETAIL, READ]},
    }
    grant = granted_to_person("person:x", "p-1", claims, names, REGISTER, DAY)
    assert (grant.regions, grant.actions) == (("410102", "410105"), {READ, DETAIL})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"agency": "unknown"}, "agency"),
        ({"agency": None}, "agency"),
        ({"agency": "waystation-services"}, "agency"),
        ({"regions": ["33"]}, "agency"),
        ({"regions": "410102"}, "agency"),
        ({"actions": ["cases:read"]}, "rights"),
        ({"actions": [DETAIL]}, "rights"),
    ],
)
def test_whom_the_register_does_not_know_is_told_so(change: dict[str, object], reason: str) -> None:
    """In words, in both languages, and with the way out."""
    with pytest.raises(EntryRefused) as refused:
        granted_to_person("person:x", "p-1", CLAIMS | change, OWN_NAMES, REGISTER, DAY)
    assert (refused.value.reason, refused.value.status) == (reason, 403)
    assert refused.value.text.zh
    assert "ask" in refused.value.text.en


@pytest.mark.parametrize(
    "change",
    [
        {"oidc_client_id": None},
        {"browser_url": None},
        {"oidc_scopes": "profile"},
        {"oidc_client_secret": __file__},
        {"oidc_ca": __file__},
        {"oidc_issuer": "http://id.example"},
        {"oidc_issuer": "id.example"},
        {"browser_url": "https://waystation.example/?a=b"},
        {"browser_idle": 59},
        {"browser_key": "short"},
        {"browser_actions": "statistics:detail"},
    ],
)
def test_settings_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    """Before anything listens: an identity provider is whole, and nothing goes out in clear."""
    BrowserSettings.model_validate(PROVIDER)
    with pytest.raises(ValueError, match="validation error"):
        BrowserSettings.model_validate(PROVIDER | change)


def test_files_that_are_not_in_use_are_as_good_as_none() -> None:
    """Compose hands on an empty one for a secret or a certificate that there is not."""
    empty = {f"WAYSTATION_OIDC_{name}_FILE": os.devnull for name in ("CLIENT_SECRET", "CA")}
    others = {f"WAYSTATION_{name.upper()}": value for name, value in PROVIDER.items()}
    settings = read(BrowserSettings, others | empty)
    assert (settings.oidc_client_secret, settings.oidc_ca) == (None, None)


def test_a_region_of_tests_is_within_the_agency() -> None:
    """The agency as which the table above calls may act everywhere: the token narrows it."""
    assert agency("310").within(("4101", "33")) == ("4101", "33")
