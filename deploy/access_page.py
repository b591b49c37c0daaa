"""``python -m deploy.access_page``: writes docs/access.md, the page of who may see and do what."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.builders import BUILDERS
from services.cases.access_table import (
    BUYS_POSTS,
    CARRIES,
    CATEGORIES,
    DECIDES,
    KNOWN_AFTER_DUE,
    OVERSEERS,
    RELATIONS,
    TABLE,
    TESTS_FOR,
    Right,
    person_fields,
    right,
)
from services.cases.purposes import LEGAL_BASES, PURPOSES, purposes_of
from services.cases.queries import QUERIES
from shared.agencies import KINDS, Agencies, AgencyKind
from shared.catalogue import SERVICES
from shared.events.cases.clients import PersonalField
from shared.http.operation import Operation
from shared.identity.issuer import Issuer
from shared.identity.tokens import Verifier
from shared.text import Language, Text

PAGE = Path(__file__).parents[1] / "docs" / "access.md"

LANGUAGES: tuple[Language, ...] = ("en", "zh")
Say = Callable[[Text], str]

_RIGHTS = {
    Right.NONE: Text(zh="—", en="—"),
    Right.READ: Text(zh="查看", en="read"),
    Right.WRITE: Text(zh="登记", en="write"),
}
_FIELDS = {
    PersonalField.NAME: Text(zh="姓名", en="name"),
    PersonalField.PHONE: Text(zh="电话", en="phone"),
    PersonalField.SEX: Text(zh="性别", en="sex"),
    PersonalField.ID_NUMBER: Text(zh="身份证号", en="ID number"),
    PersonalField.IDENTITY_DOCUMENT: Text(zh="其他证件", en="other identity document"),
    PersonalField.BORN_ON: Text(zh="出生日期", en="day of birth"),
}

_TITLE = Text(zh="谁可以查看和办理什么", en="Who may see and do what")
_HEAD = Text(
    zh="""由代码生成（`make access`），并由测试核对。

一次调用须同时满足三项：令牌含该接口的**操作权限**；所涉**区划**既在令牌范围内，也在单位登记表中
该单位的范围内；本单位与该档案有**关系**，且该关系可以查看或登记这部分内容。与本单位无关的档案，
答复与不存在的档案完全相同。""",
    en="""Made from the code by `make access`; a test holds it true. 中文见后半部分。

A call is allowed by three things together: the **action** in the token; the **region**, which must
lie within those of the token and of the agency in the register of agencies; and the agency's
**relation** to the case, which must grant that part of it. A case that is nothing to the caller is
answered as if it were not there.""",
)
_CASES = Text(zh="档案：各类单位可以做什么", en="A case: what each kind of agency may do")
_CASES_TEXT = Text(
    zh="“登记”包含“查看”。未列出的类别和关系没有任何权限。受托检测单位只看得到委托给它的那一次检测，"
    "看不到档案的版本号。",
    en="Who may write may read. A kind and a relation that are not here have no right at all. An"
    " agency that was asked for a test sees that one alone, and no version of the case.",
)
_DOES = Text(zh="建档、监督及其他", en="Opening, overseeing, and what else a kind may do")
_DOING: Sequence[tuple[Text, Iterable[AgencyKind]]] = (
    (Text(zh="建档、担任责任单位", en="may open a case and be responsible for it"), CARRIES),
    (
        Text(
            zh="所建档案即为已确认（其他单位所建须经确认；导入凭 cases:import 权限）",
            en="what it opens is confirmed (others' openings wait; an import needs `cases:import`)",
        ),
        DECIDES,
    ),
    (
        Text(
            zh="确认、撤销建档，更换责任单位（cases:oversee）",
            en="confirms and annuls openings, makes another agency responsible (`cases:oversee`)",
        ),
        OVERSEERS,
    ),
    (Text(zh="可受托检测", en="may be asked for a test"), TESTS_FOR),
    (Text(zh="购买岗位", en="buys posts"), BUYS_POSTS),
)
_PERSON = Text(
    zh="个人身份信息：各关系可看的项目", en="Who the person is: what each relation is shown"
)
_PERSON_TEXT = Text(
    zh="只提供该关系办事所必需的项目。受托检测单位只能查看到检测期限后"
    f"{KNOWN_AFTER_DUE.days}天，此后只能登记检测结果。",
    en="Only what the relation needs for its work. Who is asked for a test is shown it until"
    f" {KNOWN_AFTER_DUE.days} days after the test is due; after that it can only enter the test.",
)
_WHY = Text(zh="查阅用途与法律依据", en="Purposes and legal bases")
_WHY_TEXT = Text(
    zh="查阅个人信息须在请求头 Purpose、Legal-Basis 中填写代码，令牌须写明操作人员（act）；先记录，"
    "后答复。",
    en="To read personal data a call gives codes in the headers Purpose and Legal-Basis, and its"
    " token names the user (`act`). It is logged before it is answered.",
)
_LOG = Text(zh="查阅记录", en="The log of reads")
_LOG_TEXT = Text(
    zh="每次查阅个人信息、每次询问某人，都记下单位、令牌编号（jti）、操作人员、用途、法律依据和时间。"
    "监督单位按区划查看（`GET /v1/reads`），责任单位可向本人出示（`GET /v1/cases/{id}/reads`）。",
    en="Each read of personal data, and each question about a person, is written down with the"
    " agency, the token (`jti`), the user, purpose, legal basis and time. Overseers read it by"
    " region (`GET /v1/reads`); the responsible agency can show it to the person"
    " (`GET /v1/cases/{id}/reads`).",
)
_ROUTES_OF = {
    service.name: Text(
        zh=f"{service.title.zh}服务的接口及其规则",
        en=f"Operations of {service.title.en.lower()}, and the rule of each",
    )
    for service in SERVICES
}
_CODE, _MEANING = Text(zh="代码", en="code"), Text(zh="含义", en="meaning")
_KIND, _RELATION = Text(zh="单位类别", en="kind of agency"), Text(zh="关系", en="relation")
_EVERY = Text(zh="各类单位", en="every kind")
_WHAT = Text(zh="事项", en="what")
_OPERATION, _ACTION = Text(zh="接口", en="operation"), Text(zh="操作权限", en="action")
_USER, _RULE = Text(zh="须写明操作人员", en="names a user"), Text(zh="规则", en="rule")
_YES = Text(zh="是", en="yes")


def page() -> str:
    """The whole page: in English, then in Chinese."""
    return "\n".join(line for language in LANGUAGES for line in _part(language))


def _part(language: Language) -> Iterator[str]:
    """The page in one language, line by line."""

    def say(text: Text) -> str:
        return text.in_language(language)

    def listed(kinds: Iterable[AgencyKind]) -> str:
        stop = "、" if language == "zh" else ", "
        return stop.join(say(name) for kind, name in KINDS.items() if kind in kinds)

    yield from (f"# {say(_TITLE)}", "", say(_HEAD), "")
    yield from _section(say(_CASES), say(_CASES_TEXT))
    yield from _table((_KIND, _RELATION, *CATEGORIES.values()), _cells(), say)
    yield from _section(say(_DOES))
    yield from _table((_WHAT, _KIND), ((what, listed(kinds)) for what, kinds in _DOING), say)
    yield from _section(say(_PERSON), say(_PERSON_TEXT))
    yield from _table((_KIND, _RELATION, *_FIELDS.values()), _particulars(), say)
    yield from _section(say(_WHY), say(_WHY_TEXT))
    yield from _table((_CODE, _MEANING, _KIND), _purposes(listed), say)
    yield from _table((_CODE, _MEANING), _named(LEGAL_BASES), say)
    yield from _section(say(_LOG), say(_LOG_TEXT))
    yield from _table((_CODE, _MEANING), _named(QUERIES), say)
    for service in SERVICES:
        yield from _section(say(_ROUTES_OF[service.name]))
        yield from _table((_OPERATION, _ACTION, _USER, _RULE), _routes(service.name), say)


def _section(title: str, text: str = "") -> Iterator[str]:
    yield from (f"## {title}", "")
    if text:
        yield from (text, "")


def _table(head: Iterable[Text], rows: Iterable[Iterable[Text | str]], say: Say) -> Iterator[str]:
    titles = [say(text) for text in head]
    yield _row(titles)
    yield "|---" * len(titles) + "|"
    for row in rows:
        yield _row(cell if isinstance(cell, str) else say(cell) for cell in row)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells() -> Iterator[Sequence[Text | str]]:
    for kind, relation in TABLE:
        rights = (_RIGHTS[right(kind, relation, category)] for category in CATEGORIES)
        yield KINDS[kind], RELATIONS[relation], *rights


def _particulars() -> Iterator[Sequence[Text | str]]:
    for kind, relation in TABLE:
        if told := person_fields(kind, relation):
            marks = (_YES if field in told else _RIGHTS[Right.NONE] for field in _FIELDS)
            yield KINDS[kind], RELATIONS[relation], *marks


def _purposes(listed: Callable[[Iterable[AgencyKind]], str]) -> Iterator[Sequence[Text | str]]:
    for purpose, text in PURPOSES.items():
        kinds = {kind for kind in AgencyKind if purpose in purposes_of(kind)}
        yield f"`{purpose}`", text, _EVERY if kinds == {*AgencyKind} else listed(kinds)


def _named(texts: Mapping[Any, Text]) -> Iterator[Sequence[Text | str]]:
    for code, text in texts.items():
        yield f"`{code}`", text


def _routes(service: str) -> Iterator[Sequence[Text | str]]:
    for route in operations(service):
        for method in sorted(route.methods or ()):
            actions = ", ".join(f"`{action}`" for action in route.need.actions)
            user = _YES if route.need.act else _RIGHTS[Right.NONE]
            yield f"`{method} {route.path}`", actions, user, route.need.access.text


def operations(service: str) -> list[Operation]:
    """Every operation of a service, built over nothing, in the order of its document."""
    builder = BUILDERS[service]
    given = {f"{service}_database": "postgresql:///none"}
    missing = {
        name: "none"
        for name, field in builder.settings.model_fields.items()
        if field.is_required() and name not in given
    }
    settings = builder.settings.model_validate({**missing, **given})
    issuer = Issuer.new("none")
    app = builder.build(settings, Verifier(issuer, issuer=issuer.name, register=Agencies([], "")))
    return [route for route in app.routes if isinstance(route, Operation)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
