"""The codes of a client's household and work by name. Pure."""

from collections.abc import Mapping

from shared.events.cases.employment import Employment
from shared.events.cases.household import FamilyEvent, HouseholdFact
from shared.text import Text

HOUSEHOLD_FACTS: Mapping[HouseholdFact, Text] = {
    HouseholdFact.LIVES_ALONE: Text(zh="独居", en="lives alone"),
    HouseholdFact.DEPENDANTS: Text(zh="有需赡养、抚养的人", en="dependants"),
    HouseholdFact.ELDERLY_OVER_70: Text(zh="有70岁以上老人", en="elderly over 70"),
    HouseholdFact.MINOR_CHILDREN: Text(zh="有未成年子女", en="minor children"),
    HouseholdFact.CHILDREN_LEFT_WITH_OTHERS: Text(
        zh="未成年子女由他人照管", en="children left with others"
    ),
    HouseholdFact.SINGLE_PARENT: Text(zh="单亲", en="single parent"),
    HouseholdFact.PREGNANCY: Text(zh="怀孕", en="pregnancy"),
    HouseholdFact.DISABILITY: Text(zh="有残疾人", en="disability"),
    HouseholdFact.SERIOUS_ILLNESS: Text(zh="有重病患者", en="serious illness"),
    HouseholdFact.NO_INCOME: Text(zh="无收入来源", en="no income"),
    HouseholdFact.NO_HOME: Text(zh="无固定住所", en="no home"),
}
FAMILY_EVENTS: Mapping[FamilyEvent, Text] = {
    FamilyEvent.BIRTH: Text(zh="子女出生", en="birth"),
    FamilyEvent.REUNITED: Text(zh="与家人团聚", en="family reunited"),
    FamilyEvent.MARRIAGE: Text(zh="结婚", en="marriage"),
    FamilyEvent.SEPARATION: Text(zh="离婚或分居", en="separation"),
    FamilyEvent.BEREAVEMENT: Text(zh="亲人去世", en="bereavement"),
}
EMPLOYMENTS: Mapping[Employment, Text] = {
    Employment.EMPLOYED: Text(zh="单位就业", en="employed"),
    Employment.SELF_EMPLOYED: Text(zh="自主创业、个体经营", en="self-employed"),
    Employment.FLEXIBLE: Text(zh="灵活就业", en="flexible work"),
    Employment.PUBLIC_BENEFIT_POST: Text(zh="公益性岗位", en="in a public-benefit post"),
    Employment.IN_TRAINING: Text(zh="参加培训", en="in training"),
    Employment.LOOKING: Text(zh="求职中", en="looking for work"),
    Employment.STUDYING: Text(zh="在校学习", en="studying"),
    Employment.RETIRED: Text(zh="退休", en="retired"),
    Employment.UNABLE: Text(zh="无劳动能力", en="unable to work"),
}
