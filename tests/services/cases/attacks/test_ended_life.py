"""What ends, and what comes after: who asks about a person says who it is, in every spelling."""

import pytest

from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.ended import MISTAKEN, end
from tests.services.cases.place import OFFICE, Place
from tests.services.cases.test_batch import batch, command

pytestmark = pytest.mark.postgres


async def test_to_take_back_an_ending_names_the_person_who_asks(place: Place) -> None:
    """It tells whether the person has a file elsewhere: also in a batch, and in a dry run."""
    case = await place.opened(OFFICE)
    ending = (await end(place, OFFICE, case)).body["entry_id"]
    nobody = place.by(OFFICE, user="")
    path = f"/v1/cases/{case}/entries/{ending}/void"
    for more in ({"Dry_Run": "true"}, {}):
        refused = await nobody.post(path, MISTAKEN, If_Match='"2"', **more)
        problem(refused, 403, "user-required")
    voids = command(case, f"entries/{ending}/void", MISTAKEN, "void", if_match=2)
    outcome = (await batch(nobody, voids)).body["outcomes"][0]
    assert outcome["body"]["type"] == "/problems/user-required"
    reads = (await place.by(OFFICE).get(f"/v1/cases/{case}/reads")).body["reads"]
    assert "reopening" not in [read["what"] for read in reads]
    assert (await place.by(OFFICE).post(path, MISTAKEN, If_Match='"2"')).status == 201


async def test_a_case_is_one_however_its_id_is_spelled(place: Place) -> None:
    """In a batch its commands are done in their order, with capitals and without dashes too."""
    case = await place.opened(OFFICE)
    spellings = [case] * 10 + [case.upper(), case.replace("-", "")]
    commands = [
        command(spelled, "contacts", CONTACT, f"met-{number}", if_match=number)
        for number, spelled in enumerate(spellings, start=1)
    ]
    outcomes = (await batch(place.by(OFFICE), *commands)).body["outcomes"]
    assert [each["status"] for each in outcomes] == [201] * 12
