"""Names of what is said of a support team. Pure."""

from collections.abc import Mapping

from shared.events.cases.team import FamilyTie, TeamLeaving
from shared.text import Text

FAMILY_TIES: Mapping[FamilyTie, Text] = {
    FamilyTie.SPOUSE: Text(zh="配偶", en="spouse"),
    FamilyTie.PARENT: Text(zh="父母", en="parent"),
    FamilyTie.CHILD: Text(zh="子女", en="child"),
    FamilyTie.SIBLING: Text(zh="兄弟姐妹", en="brother or sister"),
    FamilyTie.GRANDPARENT: Text(zh="祖父母、外祖父母", en="grandparent"),
    FamilyTie.OTHER_RELATIVE: Text(zh="其他亲属", en="another relative"),
}
TEAM_LEAVINGS: Mapping[TeamLeaving, Text] = {
    TeamLeaving.HANDED_OVER: Text(zh="工作交接", en="handed over"),
    TeamLeaving.LEFT_AGENCY: Text(zh="离岗", en="left the agency"),
    TeamLeaving.MOVED: Text(zh="搬迁", en="moved away"),
    TeamLeaving.OWN_WISH: Text(zh="本人要求退出", en="own wish"),
    TeamLeaving.CLIENTS_WISH: Text(zh="服务对象要求更换", en="the client's wish"),
    TeamLeaving.LEVEL_CHANGED: Text(zh="风险等级调整", en="the level changed"),
    TeamLeaving.OTHER: Text(zh="其他", en="other"),
}
