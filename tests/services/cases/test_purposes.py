"""Purposes and legal bases are closed lists, named in both languages."""

import pytest

from services.cases.access_table import TABLE, Category, Relation, Right, person_fields
from services.cases.purposes import LEGAL_BASES, PURPOSES, LegalBasis, Purpose, purposes_of
from shared.agencies import AgencyKind
from shared.events.cases.clients import PersonalField


def test_every_code_is_named_in_both_languages() -> None:
    """Its Chinese name has Chinese characters, its English one none."""
    assert set(PURPOSES) == set(Purpose)
    assert set(LEGAL_BASES) == set(LegalBasis)
    for text in (*PURPOSES.values(), *LEGAL_BASES.values()):
        assert any("一" <= each <= "鿿" for each in text.zh)
        assert text.en.isascii()


@pytest.mark.parametrize("kind", AgencyKind)
def test_whoever_keeps_something_of_a_person_may_show_and_correct_it(kind: AgencyKind) -> None:
    """That is every kind: each may register persons of its own (PIPL 45, 46)."""
    assert {Purpose.CORRECTION, Purpose.OWN_REQUEST} <= {*purposes_of(kind)}


@pytest.mark.parametrize(("kind", "relation"), TABLE)
def test_who_may_read_the_person_has_a_purpose_for_it(kind: AgencyKind, relation: Relation) -> None:
    """Where the table lets a kind know the person, its list has more than the person's own ends."""
    if TABLE[kind, relation].get(Category.PERSON, Right.NONE):
        assert len(purposes_of(kind)) > len({Purpose.CORRECTION, Purpose.OWN_REQUEST})


def test_every_purpose_is_some_agencys() -> None:
    """None stands in the list for nobody, and only the police decide on a programme."""
    assert {purpose for kind in AgencyKind for purpose in purposes_of(kind)} == set(Purpose)
    assert [kind for kind in AgencyKind if Purpose.DECISION in purposes_of(kind)] == ["police"]


@pytest.mark.parametrize("kind", AgencyKind)
@pytest.mark.parametrize("relation", Relation)
def test_only_the_responsible_agency_needs_the_phone(kind: AgencyKind, relation: Relation) -> None:
    """Who takes a sample sees what identifies the person; who may not read the person, nothing.

    A member of the team sees the name alone.
    """
    told = person_fields(kind, relation)
    may_read = bool(TABLE.get((kind, relation), {}).get(Category.PERSON, Right.NONE))
    assert bool(told) is may_read
    assert (PersonalField.PHONE in told) is (may_read and relation is Relation.RESPONSIBLE)
    if relation is Relation.TEAM_MEMBER:
        assert told <= {PersonalField.NAME}
    else:
        assert not may_read or {PersonalField.NAME, PersonalField.ID_NUMBER} <= told
