"""Names of goals, of who sees to them, and of what became of them. Pure."""

from collections.abc import Mapping

from shared.events.cases.plan import DropReason, Goal, GoalOutcome, GoalOwner
from shared.text import Text

GOALS: Mapping[Goal, Text] = {
    Goal.ABSTINENCE: Text(zh="保持不吸毒", en="abstinence"),
    Goal.HEALTH: Text(zh="身体健康", en="health"),
    Goal.TREATMENT: Text(zh="接受治疗", en="treatment"),
    Goal.MIND: Text(zh="心理状态", en="state of mind"),
    Goal.FAMILY: Text(zh="家庭关系", en="family"),
    Goal.WORK: Text(zh="就业", en="work"),
    Goal.SKILLS: Text(zh="技能培训", en="skills"),
    Goal.INCOME: Text(zh="生活保障", en="income"),
    Goal.HOUSING: Text(zh="住房", en="housing"),
    Goal.SOCIAL: Text(zh="社会交往", en="social life"),
}
GOAL_OWNERS: Mapping[GoalOwner, Text] = {
    GoalOwner.CLIENT: Text(zh="本人", en="the client"),
    GoalOwner.SOCIAL_WORKER: Text(zh="社工", en="social worker"),
    GoalOwner.CADRE: Text(zh="禁毒专干", en="cadre"),
    GoalOwner.GRID_ADMINISTRATOR: Text(zh="网格员", en="grid administrator"),
    GoalOwner.POLICE: Text(zh="民警", en="police"),
    GoalOwner.VOLUNTEER: Text(zh="志愿者", en="volunteer"),
    GoalOwner.FAMILY: Text(zh="家属", en="family"),
    GoalOwner.OTHER_AGENCY: Text(zh="其他单位", en="another agency"),
}
GOAL_OUTCOMES: Mapping[GoalOutcome, Text] = {
    GoalOutcome.MET: Text(zh="已达成", en="met"),
    GoalOutcome.DROPPED: Text(zh="已取消", en="dropped"),
}
DROP_REASONS: Mapping[DropReason, Text] = {
    DropReason.NOT_WANTED: Text(zh="本人不再需要", en="the client wants it no more"),
    DropReason.NOT_POSSIBLE: Text(zh="条件不具备", en="it is not possible"),
    DropReason.REPLACED: Text(zh="由其他目标替代", en="another goal takes its place"),
    DropReason.CASE_ENDED: Text(zh="档案已终止", en="the case ended"),
}
