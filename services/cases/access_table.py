"""Who sees and does what: kind of agency × relation to the case × category of data. Pure.

The access check, the OpenAPI document, docs/access.md and the tests are made from this table.

>>> right(AgencyKind.POLICE, Relation.OVERSEEING, Category.PERSON)
<Right.NONE: 0>
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from shared.agencies import AgencyKind
from shared.events.cases.clients import PersonalField
from shared.text import Text


class Category(StrEnum):
    """What a case is made of, by who may see it."""

    OPENING = "opening"
    PERSON = "person"
    PROGRAMME = "programme"
    CONTACTS = "contacts"
    NOTES = "notes"
    TESTS = "tests"
    ASSESSMENTS = "assessments"
    HELP = "help"
    TEAM = "team"
    DUTIES = "duties"


class Relation(StrEnum):
    """What an agency is to a case."""

    RESPONSIBLE = "responsible"
    OVERSEEING = "overseeing"
    ASKED_FOR_TEST = "asked_for_test"
    TEAM_MEMBER = "team_member"


class Right(IntEnum):
    """What the table grants; who may write may also read."""

    NONE = 0
    READ = 1
    WRITE = 2


CATEGORIES: Mapping[Category, Text] = {
    Category.OPENING: Text(zh="建档", en="opening"),
    Category.PERSON: Text(zh="个人身份信息", en="who the person is"),
    Category.PROGRAMME: Text(zh="执行情况", en="programme"),
    Category.CONTACTS: Text(zh="帮教记录", en="contacts"),
    Category.NOTES: Text(zh="谈话内容", en="notes"),
    Category.TESTS: Text(zh="检测", en="tests"),
    Category.ASSESSMENTS: Text(zh="风险评估", en="assessments"),
    Category.HELP: Text(zh="帮扶", en="help"),
    Category.TEAM: Text(zh="帮教小组", en="team"),
    Category.DUTIES: Text(zh="应办事项", en="duties"),
}

RELATIONS: Mapping[Relation, Text] = {
    Relation.RESPONSIBLE: Text(zh="责任单位", en="responsible"),
    Relation.OVERSEEING: Text(zh="监督单位", en="overseeing"),
    Relation.ASKED_FOR_TEST: Text(zh="受托检测单位", en="asked for a test"),
    Relation.TEAM_MEMBER: Text(zh="帮教小组成员单位", en="member of the team"),
}

Row = Mapping[Category, Right]

_ALL: Row = dict.fromkeys(Category, Right.WRITE)
# Coded facts, never who the person is. To confirm, annul and reassign is not in the table.
_OVERSEES: Row = {
    **dict.fromkeys(Category, Right.READ),
    Category.PERSON: Right.NONE,
    Category.NOTES: Right.NONE,
}
_TESTS: Row = {Category.TESTS: Right.WRITE}
_TESTS_IN_PERSON: Row = {Category.TESTS: Right.WRITE, Category.PERSON: Right.READ}

# Who takes part in the support reads the coded facts that it needs, and enters its own contacts.
_SUPPORTS: Row = {
    Category.OPENING: Right.READ,
    Category.PERSON: Right.READ,
    Category.PROGRAMME: Right.READ,
    Category.CONTACTS: Right.WRITE,
    Category.TEAM: Right.READ,
    Category.DUTIES: Right.READ,
}

# A kind that is not here, in a relation, has no right.
TABLE: Mapping[tuple[AgencyKind, Relation], Row] = {
    (AgencyKind.ANTI_DRUG_OFFICE, Relation.RESPONSIBLE): _ALL,
    (AgencyKind.POLICE, Relation.RESPONSIBLE): _ALL,
    (AgencyKind.STREET_WORKSTATION, Relation.RESPONSIBLE): _ALL,
    (AgencyKind.SOCIAL_WORK_PROVIDER, Relation.RESPONSIBLE): _ALL,
    (AgencyKind.ANTI_DRUG_OFFICE, Relation.OVERSEEING): _OVERSEES,
    (AgencyKind.POLICE, Relation.OVERSEEING): _OVERSEES,
    # Who takes a sample must know that it is the right person's; a laboratory gets the sample.
    (AgencyKind.POLICE, Relation.ASKED_FOR_TEST): _TESTS_IN_PERSON,
    (AgencyKind.HOSPITAL, Relation.ASKED_FOR_TEST): _TESTS_IN_PERSON,
    (AgencyKind.STREET_WORKSTATION, Relation.ASKED_FOR_TEST): _TESTS_IN_PERSON,
    (AgencyKind.LABORATORY, Relation.ASKED_FOR_TEST): _TESTS,
    (AgencyKind.POLICE, Relation.TEAM_MEMBER): _SUPPORTS,
    (AgencyKind.STREET_WORKSTATION, Relation.TEAM_MEMBER): _SUPPORTS,
    (AgencyKind.SOCIAL_WORK_PROVIDER, Relation.TEAM_MEMBER): _SUPPORTS,
    # Grid administrators and volunteers meet the client by introduction; no name is sent to them.
    (AgencyKind.COMMUNITY, Relation.TEAM_MEMBER): {**_SUPPORTS, Category.PERSON: Right.NONE},
}

# Only these kinds decide on a programme (禁毒法 33), so that their openings stand as they are.
DECIDES = frozenset({AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE})
# These see every case of their regions, and confirm, annul and reassign openings.
OVERSEERS = frozenset(kind for kind, relation in TABLE if relation is Relation.OVERSEEING)
# These may open a case, be responsible for it, or be given it.
CARRIES = frozenset(kind for kind, relation in TABLE if relation is Relation.RESPONSIBLE)
# Whose workers may be members of a team.
SUPPORTS = frozenset(
    kind for kind, relation in TABLE if relation in (Relation.RESPONSIBLE, Relation.TEAM_MEMBER)
)
# These buy posts of a provider, out of a budget of government.
BUYS_POSTS = frozenset(
    {
        AgencyKind.ANTI_DRUG_OFFICE,
        AgencyKind.POLICE,
        AgencyKind.STREET_WORKSTATION,
        AgencyKind.CIVIL_AFFAIRS,
        AgencyKind.EMPLOYMENT_OFFICE,
    }
)
# These may be asked for a test.
TESTS_FOR = frozenset(kind for kind, relation in TABLE if relation is Relation.ASKED_FOR_TEST)


def right(kind: AgencyKind, relation: Relation, category: Category) -> Right:
    """What one cell of the table grants.

    >>> right(AgencyKind.LABORATORY, Relation.ASKED_FOR_TEST, Category.TESTS)
    <Right.WRITE: 2>
    """
    return TABLE.get((kind, relation), {}).get(category, Right.NONE)


# Who was asked for a test needs the person for it alone. A test can be late, and a result is looked
# up again soon after; a month covers both. The one number to change, should a policy say another.
KNOWN_AFTER_DUE = timedelta(days=30)


def known_until(due_on: date) -> date:
    """The last day on which who was asked for a test due on a day can read who the person is.

    >>> known_until(date(2019, 3, 20))
    datetime.date(2019, 4, 19)
    """
    return due_on + KNOWN_AFTER_DUE


# What is needed to see that a sample is the right person's, and no more.
_IDENTIFYING = frozenset(PersonalField) - {PersonalField.PHONE}
# What is needed to meet the client together with the responsible agency.
_MEETING = frozenset({PersonalField.NAME})


def person_fields(kind: AgencyKind, relation: Relation) -> frozenset[PersonalField]:
    """Which particulars of the person an agency of a kind may read in a relation.

    >>> asked = person_fields(AgencyKind.HOSPITAL, Relation.ASKED_FOR_TEST)
    >>> PersonalField.ID_NUMBER in asked, PersonalField.PHONE in asked
    (True, False)
    """
    if right(kind, relation, Category.PERSON) is Right.NONE:
        return frozenset()
    match relation:
        case Relation.RESPONSIBLE:
            return frozenset(PersonalField)
        case Relation.TEAM_MEMBER:
            return _MEETING
        case _:
            return _IDENTIFYING
