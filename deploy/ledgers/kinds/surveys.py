"""问卷调查: surveys that are over, a row each, with their answers as totals by group."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.help_kinds import words_of
from deploy.ledgers.kinds.single import call
from deploy.ledgers.last_day import before, last_day
from deploy.ledgers.ledger import Column, Ledger, RowValues, Words, day, known_by, region, text
from deploy.ledgers.prevention_words import AUDIENCES, USUAL_AUDIENCES
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared import strict
from shared.folding import fold_number, squeeze
from shared.text import Text

PATH = "/v1/surveys/held"
RESULTS, UNTIL = "results", "until"
_GROUP = re.compile(r"(?P<name>.+?)[:：]?(?P<numbers>[0-9]{1,7}/[0-9]{1,7}/[0-9]{1,7})")
_BETWEEN = re.compile(r"[;；、\n]")
_BAD = "bad_groups"

Group = tuple[str, int, int, int]  # audience, planned, answered, counting


@dataclass(frozen=True)
class _Results(Column):
    """A cell has the groups with their numbers; `names` are the words of the groups."""

    names: Mapping[str, str] = field(default_factory=dict)

    def shown(self, value: Any) -> str:
        """Groups as a cell has them."""
        return "；".join(
            f"{self.names.get(code, code)} {planned}/{answered}/{counting}"
            for code, planned, answered, counting in value
        )


def groups_read(words: Mapping[str, str]) -> Callable[[str], tuple[Group, ...]]:
    """A reader of groups with their numbers, planned, answered and counting.

    >>> groups_read({"在校学生": "students"})("在校学生 200/210/205")
    (('students', 200, 210, 205),)
    """
    codes = {squeeze(word): code for word, code in words.items()}

    def read(cell: str) -> tuple[Group, ...]:
        parts = [squeeze(part) for part in _BETWEEN.split(cell) if squeeze(part)]
        if not parts:
            raise values.Unreadable(_BAD)
        return tuple(_group(part, codes) for part in parts)

    return read


def _group(part: str, codes: Mapping[str, str]) -> Group:
    found = _GROUP.fullmatch(fold_number(part).replace("／", "/"))
    code = None if found is None else codes.get(squeeze(found["name"]))
    if found is None or code is None:
        raise values.Unreadable(_BAD)
    planned, answered, counting = map(strict.whole_number, found["numbers"].split("/"))
    return (code, planned, answered, counting)


def _folded(until: str | None) -> str | None:
    """The last day, as a cell has it: keys of rows are made of it."""
    return None if until is None else before(until)


def _columns(audiences: Mapping[str, str]) -> tuple[Column, ...]:
    words = Words("", Text(zh="", en=""), audiences).shown()
    names = "、".join(words.values())
    return (
        day("开始日期", "since", also=("起始日期", "调查起期")),
        last_day("结束日期", UNTIL, also=("截止日期", "调查止期"), fold=_folded),
        text("调查名称", "title", needed=True, also=("名称", "调查主题")),
        region(),
        # What a survey rests on, and what it found, is in other events than the one compared.
        replace(known_by("问卷代码", "questionnaire", also=("问卷编号",)), private=True),
        Column("问卷版本", "edition", values.people, 1, needed=True, also=("版本",)),
        _Results(
            "人群结果",
            RESULTS,
            groups_read(audiences),
            (("students", 1, 1, 1),),
            also=("调查结果", "分人群结果"),
            needed=True,
            private=True,
            names=words,
            texts={
                _BAD: Text(
                    zh="请写成“在校学生 200/210/205；居民 300/300/282”的样子：人群、"
                    f"计划样本数/答卷数/知晓（满意）数；人群可写{names}。",
                    en="Write it like “在校学生 200/210/205；居民 300/300/282”: the group, how many"
                    f" were planned/answered/count (aware, satisfied); groups are {names}.",
                )
            },
        ),
    )


def _body(said: Mapping[str, Any], results: Sequence[Group]) -> dict[str, Any]:
    body = {name: value for name, value in said.items() if name != RESULTS}
    return {
        **body,
        "planned": [{"audience": each[0], "number": each[1]} for each in results],
        "groups": [
            {"audience": code, "answered": answered, "counting": counting}
            for code, _, answered, counting in results
        ],
    }


def ledger_of(audiences: Mapping[str, str]) -> Ledger:
    """The ledger with the groups of a place: words with their codes."""
    columns = _columns(audiences)
    [results] = [each for each in columns if each.field == RESULTS]

    async def ask(record: RowValues, sender: Sender) -> CallAnswer:
        said = call(PATH, columns, record)
        answered_by = {**said.columns, "planned": results, "groups": results}
        body = _body(said.body, record[RESULTS] or ())
        return await sender.post(replace(said, body=body, columns=answered_by))

    return Ledger(
        "问卷调查",
        columns,
        PATH,
        check=ask,
        send=ask,
        entries={"outreach.SurveyPrepared"},
        read_path="/v1/surveys/{subject}",
        void_path="/v1/surveys/{subject}/void",
    )


LEDGER = ledger_of(words_of(AUDIENCES, USUAL_AUDIENCES))
