"""The codes of endings and of what follows them, for people. Pure."""

from collections.abc import Mapping

from shared.events.cases.endings import (
    ClientView,
    DrugUse,
    Ending,
    Household,
    Noticed,
    ReopeningReason,
    Work,
)
from shared.text import Text

ENDINGS: Mapping[Ending, Text] = {
    Ending.COMPLETED: Text(zh="期满解除", en="completed"),
    Ending.COMPULSORY_ISOLATION: Text(
        zh="公安机关决定强制隔离戒毒", en="compulsory isolation ordered by the police"
    ),
    Ending.IMPRISONED: Text(zh="被判处刑罚收监", en="imprisoned"),
    Ending.DIED: Text(zh="死亡", en="died"),
    Ending.WENT_ABROAD: Text(zh="出国（境）", en="went abroad"),
    Ending.MOVED_AWAY: Text(zh="迁往外地", en="moved away"),
    Ending.TAKEN_OFF_REGISTER: Text(zh="解除动态管控", en="taken off the register"),
}
DRUG_USES: Mapping[DrugUse, Text] = {
    DrugUse.ABSTINENT: Text(zh="未复吸", en="abstinent"),
    DrugUse.RELAPSED: Text(zh="复吸", en="used again"),
    DrugUse.NOT_KNOWN: Text(zh="吸毒情况不详", en="drug use not known"),
}
WORKS: Mapping[Work, Text] = {
    Work.EMPLOYED: Text(zh="已就业", en="employed"),
    Work.PUBLIC_BENEFIT_POST: Text(zh="公益性岗位", en="in a public-benefit post"),
    Work.IN_TRAINING: Text(zh="参加培训", en="in training"),
    Work.LOOKING: Text(zh="求职中", en="looking for work"),
    Work.UNABLE: Text(zh="无劳动能力", en="unable to work"),
}
HOUSEHOLDS: Mapping[Household, Text] = {
    Household.WITH_FAMILY: Text(zh="与家人同住", en="with the family"),
    Household.ALONE: Text(zh="独居", en="alone"),
    Household.NO_HOME: Text(zh="无固定住所", en="without a home"),
}
CLIENT_VIEWS: Mapping[ClientView, Text] = {
    ClientView.HELPFUL: Text(zh="有帮助", en="helpful"),
    ClientView.PARTLY_HELPFUL: Text(zh="有一些帮助", en="helpful in part"),
    ClientView.NOT_HELPFUL: Text(zh="没有帮助", en="not helpful"),
}
REOPENING_REASONS: Mapping[ReopeningReason, Text] = {
    ReopeningReason.RETURNED: Text(zh="返回本地", en="returned"),
    ReopeningReason.RELEASED: Text(zh="解除（释放）后返回", en="released"),
    ReopeningReason.ENDING_LIFTED: Text(zh="终止事由撤销", en="what ended it was lifted"),
    ReopeningReason.USED_AGAIN: Text(zh="复吸", en="used again"),
    ReopeningReason.STAYS_REGISTERED: Text(zh="解除后仍在册", en="still on the register"),
}
NOTICED: Mapping[Noticed, Text] = {
    Noticed.POLICE: Text(zh="公安机关", en="police"),
    Noticed.FAMILY: Text(zh="家属", en="family"),
    Noticed.STREET: Text(zh="街道（乡镇）", en="street or town"),
}
