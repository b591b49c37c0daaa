"""Help, needs, households and counselling: each indicator counts what its formula names."""

from dataclasses import replace
from datetime import date

from services.reporting.declared.indicators import INDICATORS
from shared.events.cases.counselling import CounsellingHeld
from shared.events.cases.help import (
    HelpEnded,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    NeedAssessed,
    NeedClosed,
)
from shared.events.cases.household import EmploymentRecorded, HouseholdRecorded
from shared.ids import new_id
from tests.services.reporting.declared.by_hand import counted, denominator, numerator
from tests.services.reporting.declared.indicators.test_contact_details import grouped
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY, LATER = date(2019, 3, 4), date(2019, 9, 4)
ONCE = {"form": "once", "source": "civil_affairs"}
LASTING = {"form": "lasting", "source": "civil_affairs"}


def of_kind(code: str, ledger: Ledger, dimension: str, kind: str) -> int:
    """The numerator of an indicator for one value of an open dimension."""
    part = INDICATORS[code].numerator
    return counted(replace(part, where={**part.where, dimension: (kind,)}), ledger)


def helped() -> Ledger:
    """Two of three are helped: relief of 500.00 and 80.50 yuan, 630 yuan a month, a void gift."""
    ledger = Ledger()
    one, other, third = ledger.case(DETOX), ledger.case(AT_LARGE), ledger.case(REHAB)
    one.entry(HelpGiven, DAY, help="temporary_relief", amount_fen=50_000, **ONCE)
    one.entry(HelpGiven, LATER, help="sympathy_gift", amount_fen=8_050, **ONCE)
    gift = other.entry(HelpGiven, DAY, help="sympathy_gift", amount_fen=9_900, **ONCE)
    ledger.void(gift)
    allowance = "minimum_living_allowance"
    given = other.entry(HelpGiven, DAY, help=allowance, amount_fen=63_000, **LASTING)
    other.entry(
        HelpEnded, LATER, help_id=given, help=allowance, since=DAY, reason="left", **LASTING
    )
    asked = third.entry(HelpRequested, DAY, help=allowance, **LASTING)
    one.entry(HelpRequested, DAY, help="housing", **LASTING)
    third.entry(
        HelpRefused,
        LATER,
        request_id=asked,
        help=allowance,
        source="civil_affairs",
        requested_on=DAY,
        reason="papers_missing",
    )
    return ledger


def test_help_given() -> None:
    """Times, by kind; what is void was not given."""
    by_kind = {"temporary_relief": 1, "sympathy_gift": 1, "minimum_living_allowance": 1}
    assert {kind: of_kind("help_given", helped(), "help_kind", kind) for kind in by_kind} == by_kind
    assert numerator("help_given", helped()) == 3


def test_persons_helped() -> None:
    """Each once, also who only applied is none of them."""
    assert numerator("persons_helped", helped()) == 2


def test_help_amount() -> None:
    """What was given once, in fen; no monthly amount."""
    assert numerator("help_amount", helped()) == 58_050


def test_help_requested() -> None:
    """Whatever became of it."""
    assert numerator("help_requested", helped()) == 2


def test_help_refused() -> None:
    """By reason."""
    assert grouped("help_refused", helped(), "refusal_reason") == {"papers_missing": 1}


def test_help_ended() -> None:
    """By reason."""
    assert grouped("help_ended", helped(), "help_end") == {"left": 1}


def needing() -> Ledger:
    """Four needs, of which one is void and one is met."""
    ledger = Ledger()
    file, other = ledger.case(DETOX), ledger.case(REHAB)
    met = file.entry(NeedAssessed, DAY, need="medical", urgency="urgent")
    file.entry(NeedAssessed, DAY, need="legal", urgency="ordinary")
    other.entry(NeedAssessed, DAY, need="medical", urgency="soon")
    ledger.void(other.entry(NeedAssessed, DAY, need="family", urgency="soon"))
    about = {"need_id": met, "need": "medical", "urgency": "urgent", "assessed_on": DAY}
    file.entry(NeedClosed, LATER, outcome="met", **about)
    return ledger


def test_needs_assessed() -> None:
    """By kind."""
    assert of_kind("needs_assessed", needing(), "need_kind", "medical") == 2
    assert numerator("needs_assessed", needing()) == 3


def test_needs_closed() -> None:
    """By what became of them."""
    assert grouped("needs_closed", needing(), "need_outcome") == {"met": 1}


def test_open_needs() -> None:
    """What was found and not closed."""
    assert numerator("open_needs", needing()) == 2


def living() -> Ledger:
    """Five of whom it is known: two have work, two could, one cannot; of a sixth nothing is.

    Two have the allowance, one of these and another a post; one of the first is gone since.
    """
    ledger = Ledger()
    allowance, post = "minimum_living_allowance", "public_benefit_post"
    for employment, help_ in (
        ("employed", ()),
        ("public_benefit_post", (allowance, post)),
        ("looking", (allowance,)),
        ("in_training", ()),
        ("unable", ()),
    ):
        file = ledger.case(DETOX, opened=DAY)
        file.live_by(LATER, employment, help_)
    gone = ledger.case(DETOX, opened=DAY)
    gone.live_by(LATER, "employed", (allowance,))
    gone.end(date(2020, 1, 1))
    ledger.case(REHAB, opened=DAY)
    return ledger


def test_clients_by_employment() -> None:
    """Those of whom it is recorded, and whose file is open."""
    assert numerator("clients_by_employment", living()) == 5


def test_clients_employed() -> None:
    """Also who is in a public-benefit post."""
    assert numerator("clients_employed", living()) == 2


def test_employed_rate() -> None:
    """Of those who could work, and of whom it is known: 2 of 4."""
    assert numerator("employed_rate", living()) == 2
    assert denominator("employed_rate", living()) == 4


def test_help_going_on() -> None:
    """Each kind of help of each client; no help of whoever is gone."""
    assert numerator("help_going_on", living()) == 3


def test_allowance_holders() -> None:
    """Persons, since one has it once."""
    assert numerator("allowance_holders", living()) == 2


def test_clients_in_public_benefit_posts() -> None:
    """Those in a post on the day."""
    assert numerator("clients_in_public_benefit_posts", living()) == 1


def test_a_void_takes_back_what_clients_live_by() -> None:
    """The file is as it was before the entry."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    ledger.void(file.live_by(LATER, "employed", ("housing",)))
    assert numerator("clients_by_employment", ledger) == 0
    assert numerator("help_going_on", ledger) == 0


def households() -> Ledger:
    """One household is found twice, another once; one entry is void."""
    ledger = Ledger()
    file, other = ledger.case(DETOX), ledger.case(REHAB)
    file.entry(HouseholdRecorded, DAY, facts=("disability", "minor_children"), happened=("birth",))
    file.entry(HouseholdRecorded, LATER, facts=("minor_children",), happened=("reunited",))
    other.entry(HouseholdRecorded, DAY, facts=("lives_alone",))
    ledger.void(other.entry(HouseholdRecorded, DAY, facts=("no_home",), happened=("marriage",)))
    return ledger


def test_persons_by_household() -> None:
    """Each person once."""
    assert numerator("persons_by_household", households()) == 2


def test_family_events() -> None:
    """By what happened."""
    assert grouped("family_events", households(), "family_event") == {"birth": 1, "reunited": 1}


def counselled() -> Ledger:
    """Four talks with two clients, of which one is void and one answers a crisis."""
    ledger = Ledger()
    file, other = ledger.case(DETOX), ledger.case(AT_LARGE)
    by = {"qualification": "counsellor", "mode": "office"}
    crisis = {"contact_id": new_id(), "crisis": "danger_to_self"}
    roster = {"counsellor_id": new_id()}
    file.entry(CounsellingHeld, DAY, stage="contemplation", **crisis, **by, **roster)
    file.entry(CounsellingHeld, LATER, stage="preparation", change="forward", **by)
    other.entry(CounsellingHeld, DAY, **by)
    ledger.void(other.entry(CounsellingHeld, DAY, stage="action", change="forward", **by))
    return ledger


def test_counselling_sessions() -> None:
    """Times; what is void was none."""
    assert numerator("counselling_sessions", counselled()) == 3


def test_counselling_of_roster_rate() -> None:
    """Those that name a worker, whose qualification stood in the roster, of all of them."""
    code = "counselling_of_roster_rate"
    assert (numerator(code, counselled()), denominator(code, counselled())) == (1, 3)
    assert grouped("counselling_sessions", counselled(), "of_roster") == {"yes": 1, "no": 2}


def test_persons_counselled() -> None:
    """Each once."""
    assert numerator("persons_counselled", counselled()) == 2


def test_crises_answered_by_counselling() -> None:
    """Only those that name the contact at which a crisis was seen."""
    assert numerator("crises_answered_by_counselling", counselled()) == 1


def test_counselling_by_stage() -> None:
    """Those that say a stage."""
    by_stage = {"contemplation": 1, "preparation": 1}
    assert grouped("counselling_by_stage", counselled(), "stage") == by_stage


def test_persons_motivation_forward() -> None:
    """Who went on at least once."""
    assert numerator("persons_motivation_forward", counselled()) == 1


def test_work_and_help_alone_are_marks() -> None:
    """An entry that says no change of standing adds nothing to what clients live by."""
    ledger = Ledger()
    ledger.case(DETOX).entry(EmploymentRecorded, DAY, employment="employed")
    assert numerator("clients_by_employment", ledger) == 0
