"""风险评估: assessments of clients' risk."""

from deploy.ledgers import values
from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.kinds.present import PRESENT
from deploy.ledgers.ledger import Column, Words, day, some_of, text
from shared.text import Text

USUAL = "three_levels"  # the scheme of a row that names none
SCHEMES = Words(
    "unknown_scheme",
    Text(
        zh="没有这种评估标准；请写三级、四级或ABC，按三级评估的可以留空。",
        en="There is no such scheme; write 三级, 四级 or ABC, or leave it blank for 三级.",
    ),
    {
        "三级": USUAL,
        "高中低": USUAL,
        "四级": "four_levels",
        "ABC": "abc",
        "ABC类": "abc",
        "A、B、C1、C2类": "abc",
        "A、B、C1、C2": "abc",
    },
)
LEVELS = Words(
    "unknown_level",
    Text(
        zh="没有这一等级，或它不属于所写的评估标准：三级写高、中或低，四级另有极高，ABC写A、B、C1或C2；"
        "按四级或ABC评估的，请在“评估标准”一栏写明。",
        en="There is no such level, or it is not of the scheme: 三级 has 高, 中 and 低, 四级 has "
        "极高 besides, ABC has A, B, C1 and C2; for the latter two write the scheme in 评估标准.",
    ),
    {
        "高": "high",
        "高风险": "high",
        "中": "medium",
        "中风险": "medium",
        "低": "low",
        "低风险": "low",
        "极高": "extreme",
        "极高风险": "extreme",
        **{
            f"{letter}{ending}": code
            for code in ("a", "b", "c1", "c2")
            for letter in (code.upper(), code)
            for ending in ("", "类")
        },
    },
)
REASONS = Words(
    "unknown_reason",
    Text(
        zh="没有这种评估理由；请写近期吸毒、检测阳性、未按时检测、联系不上、精神状况异常、有暴力倾向、"
        "无稳定收入、无家庭支持、生活稳定或长期未复吸，多种用顿号隔开；其他写在“评估说明”一栏。",
        en="There is no such reason; write 近期吸毒, 检测阳性, 未按时检测, 联系不上, 精神状况异常, "
        "有暴力倾向, 无稳定收入, 无家庭支持, 生活稳定 or 长期未复吸, several with 、 between them; "
        "write others in 评估说明.",
    ),
    {
        "近期吸毒": "recent_use",
        "复吸": "recent_use",
        "检测阳性": "positive_test",
        "尿检阳性": "positive_test",
        "未按时检测": "missed_tests",
        "未按时尿检": "missed_tests",
        "联系不上": "not_reached",
        "失联": "not_reached",
        "精神状况异常": "mental_health",
        "精神异常": "mental_health",
        "有暴力倾向": "violence",
        "暴力倾向": "violence",
        "无稳定收入": "no_income",
        "无收入": "no_income",
        "无家庭支持": "no_family",
        "生活稳定": "stable_life",
        "长期未复吸": "long_abstinence",
    },
)


def _scheme(cell: str) -> str | None:
    """The scheme of a row; the usual one is not named, so that it is the same in every spelling."""
    scheme = values.optional(values.one_of(SCHEMES.codes, SCHEMES.reason))(cell)
    return None if scheme == USUAL else scheme


_SCHEME = Column(
    "评估标准",
    "scheme",
    _scheme,
    also=("评估方案", "分级标准"),
    usual=USUAL,
    texts={SCHEMES.reason: SCHEMES.text},
    words=SCHEMES.shown(),
)
_LEVEL = Column(
    "等级",
    "level",
    values.one_of(LEVELS.codes, LEVELS.reason),
    "high",
    also=("风险等级", "评估等级", "风险评估等级"),
    needed=True,
    reasons={"level_not_of_scheme": LEVELS.reason},
    texts={LEVELS.reason: LEVELS.text},
    rests_on={"level_not_of_scheme": {_SCHEME.name}},
    words=LEVELS.shown(),
)

LEDGER = entries(
    "风险评估",
    "risk-assessments",
    "cases.RiskAssessed",
    day("日期", "occurred_on", also=("评估日期", "评估时间")),
    _LEVEL,
    _SCHEME,
    some_of(REASONS, "评估理由", "reasons", also=("评估依据", "风险因素")),
    some_of(PRESENT, "参与人员", "present", also=("参加人员", "评估人员")),
    text("评估说明", "note", also=("评估情况", "评估意见"), private=True),
)
