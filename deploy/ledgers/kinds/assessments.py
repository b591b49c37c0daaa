"""风险评估: assessments of clients' risk."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.kinds.present import PRESENT
from deploy.ledgers.ledger import Column, Ledger, Words, day, some_of, text
from deploy.ledgers.schemes import (
    BUILT_IN,
    USUAL,
    Scheme,
    level_in,
    level_words,
    meant_by,
    scheme_words,
)
from shared.text import Text

SCHEMES = Words(
    "unknown_scheme",
    Text(
        zh="没有这种评估标准；请写三级、四级或ABC，按三级评估的可以留空。",
        en="There is no such scheme; write 三级, 四级 or ABC, or leave it blank for 三级.",
    ),
    scheme_words(BUILT_IN),
)
LEVELS = Words(
    "unknown_level",
    Text(
        zh="没有这一等级，或它不属于所写的评估标准：三级写高、中或低，四级另有极高，ABC写A、B、C1或C2；"
        "按四级或ABC评估的，请在“评估标准”一栏写明。",
        en="There is no such level, or it is not of the scheme: 三级 has 高, 中 and 低, 四级 has "
        "极高 besides, ABC has A, B, C1 and C2; for the latter two write the scheme in 评估标准.",
    ),
    level_words(BUILT_IN),
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


def _words_of(schemes: Sequence[Scheme]) -> tuple[Words, Words]:
    """The words for the schemes and levels of a place, and what to say of others."""
    names_zh = "、".join(scheme.name.zh for scheme in schemes)
    names_en = ", ".join(f"{scheme.name.zh} ({scheme.code})" for scheme in schemes)
    levels = "；".join(
        f"{scheme.name.zh}有{'、'.join(name.zh for name in scheme.levels.values())}"
        for scheme in schemes
    )
    levels_en = "; ".join(
        f"{scheme.name.zh} has {', '.join(name.zh for name in scheme.levels.values())}"
        for scheme in schemes
    )
    return (
        Words(
            SCHEMES.reason,
            Text(
                zh=f"本地没有这种评估标准；请写{names_zh}，也可以写代码。",
                en=f"There is no such scheme here; write one of: {names_en}; its code will do.",
            ),
            scheme_words(schemes),
        ),
        Words(
            LEVELS.reason,
            Text(
                zh=f"没有这一等级，或它不属于所写的评估标准：{levels}。请改正，或在“评估标准”一栏写明。",
                en="There is no such level, or it is not of the scheme:"
                f" {levels_en}. Correct it, or write the scheme in 评估标准.",
            ),
            level_words(schemes),
        ),
    )


def _complete(schemes: Sequence[Scheme]) -> Callable[[dict[str, Any]], None]:
    """Says in a record which scheme it is of, and which level of it a word stands for.

    The service's own is not named, so that the same is the same in every spelling.
    """
    by_code = {scheme.code: scheme for scheme in schemes}

    def complete(record: dict[str, Any]) -> None:
        level, scheme = record["level"], by_code.get(record["scheme"] or "")
        if level is None:
            return
        scheme = scheme or meant_by(schemes, level, record["occurred_on"] or "")
        if scheme is not None:
            record["scheme"] = None if scheme.code == USUAL else scheme.code
            record["level"] = level_in(scheme, level)

    return complete


def ledger_of(schemes: Sequence[Scheme]) -> Ledger:
    """The ledger of a place that has these schemes."""
    its_schemes, its_levels = (
        (SCHEMES, LEVELS) if tuple(schemes) == BUILT_IN else _words_of(schemes)
    )
    scheme = Column(
        "评估标准",
        "scheme",
        values.optional(values.one_of(its_schemes.codes, its_schemes.reason)),
        also=("评估方案", "分级标准"),
        usual=USUAL,
        texts={its_schemes.reason: its_schemes.text},
        words=its_schemes.shown(),
    )
    level = Column(
        "等级",
        "level",
        values.one_of(its_levels.codes, its_levels.reason),
        next(iter(schemes[0].levels)),
        also=("风险等级", "评估等级", "风险评估等级"),
        needed=True,
        reasons={"level_not_of_scheme": its_levels.reason},
        texts={its_levels.reason: its_levels.text},
        rests_on={"level_not_of_scheme": {scheme.name}},
        words=its_levels.shown(),
    )
    ledger = entries(
        "风险评估",
        "risk-assessments",
        "cases.RiskAssessed",
        day("日期", "occurred_on", also=("评估日期", "评估时间")),
        level,
        scheme,
        some_of(REASONS, "评估理由", "reasons", also=("评估依据", "风险因素")),
        some_of(PRESENT, "参与人员", "present", also=("参加人员", "评估人员")),
        text("评估说明", "note", also=("评估情况", "评估意见"), private=True),
    )
    return replace(ledger, complete=_complete(schemes))


LEDGER = ledger_of(BUILT_IN)
