"""What help must know of a client's household and work, in codes."""

from enum import StrEnum

from shared.events import published
from shared.events.cases.case import CaseEntry, StandingEntry
from shared.events.cases.employment import Employment


class HouseholdFact(StrEnum):
    """What is so in a client's household; who has it is not said, and no illness by name."""

    LIVES_ALONE = "lives_alone"
    DEPENDANTS = "dependants"
    ELDERLY_OVER_70 = "elderly_over_70"
    MINOR_CHILDREN = "minor_children"
    CHILDREN_LEFT_WITH_OTHERS = "children_left_with_others"
    SINGLE_PARENT = "single_parent"
    PREGNANCY = "pregnancy"
    DISABILITY = "disability"
    SERIOUS_ILLNESS = "serious_illness"
    NO_INCOME = "no_income"
    NO_HOME = "no_home"


class FamilyEvent(StrEnum):
    """What happened in a client's family."""

    BIRTH = "birth"
    REUNITED = "reunited"
    MARRIAGE = "marriage"
    SEPARATION = "separation"
    BEREAVEMENT = "bereavement"


@published("cases.HouseholdRecorded.v1")
class HouseholdRecorded(CaseEntry):
    """How the household was found, and what had happened in the family.

    `facts` are all that are so on this day; what is not named is not so any more.
    """

    facts: tuple[HouseholdFact, ...] = ()
    happened: tuple[FamilyEvent, ...] = ()


@published("cases.EmploymentRecorded.v1")
class EmploymentRecorded(StandingEntry):
    """Whether the client has work, from this day on."""

    employment: Employment
