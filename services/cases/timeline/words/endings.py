"""Names of what endings and reopenings say in codes. Pure."""

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
    Ending.COMPULSORY_ISOLATION: Text(zh="被决定强制隔离戒毒", en="compulsory isolation"),
    Ending.IMPRISONED: Text(zh="被判处刑罚收监执行", en="imprisoned"),
    Ending.DIED: Text(zh="死亡", en="death"),
    Ending.WENT_ABROAD: Text(zh="出境", en="left the country"),
    Ending.MOVED_AWAY: Text(zh="户籍或居住地迁出", en="moved away"),
    Ending.TAKEN_OFF_REGISTER: Text(zh="解除动态管控", en="taken off the register"),
}
DRUG_USE: Mapping[DrugUse, Text] = {
    DrugUse.ABSTINENT: Text(zh="保持戒断", en="abstinent"),
    DrugUse.RELAPSED: Text(zh="复吸", en="relapsed"),
    DrugUse.NOT_KNOWN: Text(zh="吸毒情况不明", en="drug use not known"),
}
WORK: Mapping[Work, Text] = {
    Work.EMPLOYED: Text(zh="已就业", en="employed"),
    Work.PUBLIC_BENEFIT_POST: Text(zh="公益性岗位", en="public benefit post"),
    Work.IN_TRAINING: Text(zh="参加培训", en="in training"),
    Work.LOOKING: Text(zh="正在求职", en="looking for work"),
    Work.UNABLE: Text(zh="无劳动能力", en="unable to work"),
}
HOUSEHOLDS: Mapping[Household, Text] = {
    Household.WITH_FAMILY: Text(zh="与家人同住", en="lives with the family"),
    Household.ALONE: Text(zh="独居", en="lives alone"),
    Household.NO_HOME: Text(zh="无固定住所", en="no home"),
}
CLIENT_VIEWS: Mapping[ClientView, Text] = {
    ClientView.HELPFUL: Text(zh="有帮助", en="helpful"),
    ClientView.PARTLY_HELPFUL: Text(zh="部分有帮助", en="partly helpful"),
    ClientView.NOT_HELPFUL: Text(zh="没有帮助", en="not helpful"),
}
REOPENING_REASONS: Mapping[ReopeningReason, Text] = {
    ReopeningReason.RETURNED: Text(zh="本人返回", en="the client returned"),
    ReopeningReason.RELEASED: Text(zh="解除羁押或刑满释放", en="the client was released"),
    ReopeningReason.ENDING_LIFTED: Text(zh="终止事由撤销", en="what it ended for was lifted"),
    ReopeningReason.USED_AGAIN: Text(zh="再次吸毒", en="the client used drugs again"),
}
NOTICED: Mapping[Noticed, Text] = {
    Noticed.POLICE: Text(zh="公安机关", en="police"),
    Noticed.FAMILY: Text(zh="家属", en="family"),
}
