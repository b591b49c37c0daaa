"""Support teams: who joined and left, who was paired, and what was handed over."""

from datetime import date

from shared.events.cases.team import FamilyTie, TeamLeaving, TeamMemberJoined, TeamMemberLeft
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import DETOX, REHAB, Ledger

DAY, LATER = date(2019, 3, 4), date(2019, 9, 4)


def teams() -> Ledger:
    """Four joined, of whom two are paired with one client; a fifth is void; two left."""
    ledger = Ledger()
    file, other = ledger.case(REHAB), ledger.case(DETOX)
    worker = file.entry(TeamMemberJoined, DAY, role="social_worker", agency="a", paired=True)
    file.entry(TeamMemberJoined, LATER, role="social_worker", agency="a", paired=True)
    volunteer = other.entry(TeamMemberJoined, DAY, role="volunteer", agency="a")
    other.entry(TeamMemberJoined, DAY, role="family", family=FamilyTie.PARENT)
    ledger.void(other.entry(TeamMemberJoined, DAY, role="volunteer", agency="a", paired=True))
    for case, joining, reason in (
        (file, worker, TeamLeaving.HANDED_OVER),
        (other, volunteer, TeamLeaving.OWN_WISH),
    ):
        left = {"joining_id": joining, "role": "any", "joined_on": DAY, "reason": reason}
        case.entry(TeamMemberLeft, LATER, **left)
    return ledger


def test_team_members_joined() -> None:
    """What is void did not happen."""
    assert numerator("team_members_joined", teams()) == 4


def test_team_members_left() -> None:
    """For whatever reason."""
    assert numerator("team_members_left", teams()) == 2


def test_handovers() -> None:
    """Only those who handed over."""
    assert numerator("handovers", teams()) == 1


def test_clients_paired() -> None:
    """One client, however many are paired with her."""
    assert numerator("clients_paired", teams()) == 1
