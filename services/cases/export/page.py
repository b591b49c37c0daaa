"""A file as a page to print: in Chinese or English, on A4, with nothing from outside."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from services.cases.client.bodies import IdentityDocument
from services.cases.client.particulars import DocumentType
from services.cases.duties.names import OPEN_STATES
from services.cases.export.file import Export, Kept
from services.cases.purposes import LEGAL_BASES, PURPOSES
from services.cases.timeline.words import word
from shared.clock import CHINA, today
from shared.http.language import TAG
from shared.http.page_style import STYLE
from shared.http.security_headers import policy_of
from shared.policies.in_force import policies_in_force
from shared.text import Language, Text

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="服务对象档案", en="Case file"),
    "notice": Text(
        zh="本件含个人信息，仅限注明的用途使用，用后妥善保管或销毁。",
        en="This paper holds personal data. Use it for the purpose below alone; keep it locked, or"
        " destroy it.",
    ),
    "person": Text(zh="个人信息", en="The person"),
    "file": Text(zh="档案情况", en="The file"),
    "open": Text(zh="待办事项", en="Still to be done"),
    "closed": Text(zh="办理结果", en="What became of it"),
    "last_day": Text(zh="期限", en="Due by"),
    "happened": Text(zh="经过", en="What happened"),
    "day": Text(zh="日期", en="Day"),
    "what": Text(zh="事项", en="What"),
    "recorded": Text(zh="登记日", en="recorded"),
    "void": Text(zh="已作废：", en="Void: "),
    "note": Text(zh="记录：", en="Note: "),
    "worker": Text(zh="记录人：", en="By: "),
    "number": Text(zh="文号：", en="Number: "),
    "erased": Text(zh="内容已随个人信息一并销毁", en="What was noted was erased with the person"),
    "nothing": Text(zh="没有记录。", en="Nothing is recorded."),
}
_SAYS: Mapping[str, Text] = {
    "name": Text(zh="姓名", en="Name"),
    "sex": Text(zh="性别", en="Sex"),
    "id_number": Text(zh="身份证号", en="ID number"),
    "document": Text(zh="证件", en="Document"),
    "born_on": Text(zh="出生日期", en="Born on"),
    "phone": Text(zh="电话", en="Phone"),
    "reference": Text(zh="档案编号", en="File number"),
    "kind": Text(zh="类别", en="Kind"),
    "region": Text(zh="所属地区", en="Region"),
    "agency": Text(zh="责任单位", en="Responsible"),
    "decided_on": Text(zh="决定日期", en="Decided on"),
    "phase": Text(zh="目前阶段", en="Phase today"),
    "since": Text(zh="进入该阶段", en="In it since"),
    "level": Text(zh="风险等级", en="Risk"),
    "maintenance": Text(zh="维持治疗", en="Maintenance"),
    "exported_at": Text(zh="导出时间", en="Exported at"),
    "purpose": Text(zh="用途", en="Purpose"),
    "legal_basis": Text(zh="法律依据", en="Legal basis"),
    "case_id": Text(zh="档案标识", en="Case id"),
}
DOCUMENT_TYPES: Mapping[DocumentType, Text] = {
    DocumentType.PASSPORT: Text(zh="护照", en="passport"),
    DocumentType.HONG_KONG_MACAO_PERMIT: Text(
        zh="港澳居民来往内地通行证", en="Hong Kong and Macao permit"
    ),
    DocumentType.TAIWAN_PERMIT: Text(zh="台湾居民来往大陆通行证", en="Taiwan permit"),
    DocumentType.FOREIGN_PERMANENT_RESIDENT_CARD: Text(
        zh="外国人永久居留身份证", en="foreign permanent resident card"
    ),
    DocumentType.RESIDENCE_PERMIT: Text(zh="港澳台居民居住证", en="residence permit"),
}

_PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    files(__package__).joinpath("page.html").read_text("utf-8")
)
_STYLE = STYLE + files(__package__).joinpath("page.css").read_text("utf-8")
POLICY = policy_of(f"<style>{_STYLE}</style>")

Row = tuple[str, str]
Rows = list[Row]


def render(export: Export, language: Language) -> str:
    """The page of a file."""

    def say(text: Text) -> str:
        return text.in_language(language)

    def rows(said: Mapping[str, str | None]) -> Rows:
        return [(say(_SAYS[name]), text) for name, text in said.items() if text]

    return _PAGE.render(
        text={name: say(text) for name, text in TEXTS.items()},
        style=_STYLE,
        tag=TAG[language],
        name=export.person.name,
        person=rows(_person(export, language)),
        file=rows(_file(export, language)),
        duties=_duties(export, language),
        items=list(_items(export, language)),
        origin=rows(
            {
                "exported_at": _moment(export.exported_at),
                "purpose": say(PURPOSES[export.purpose]),
                "legal_basis": say(LEGAL_BASES[export.legal_basis]),
                "case_id": str(export.file.case_id),
            }
        ),
    )


def _person(export: Export, language: Language) -> dict[str, str | None]:
    person = export.person
    return {
        "name": person.name,
        "sex": word(person.sex).in_language(language) if person.sex else None,
        "id_number": person.id_number,
        "document": _document(person.identity_document, language),
        "born_on": str(person.born_on) if person.born_on else None,
        "phone": person.phone,
    }


def _document(document: IdentityDocument | None, language: Language) -> str | None:
    if document is None:
        return None
    kind = DOCUMENT_TYPES[document.type].in_language(language)
    return " ".join(filter(None, (kind, document.country, document.number)))


def _file(export: Export, language: Language) -> dict[str, str | None]:
    file, here = export.file, export.today
    level = policies_in_force().levels.get(here.level or "")
    yes = Text(zh="是", en="yes")
    return {
        "reference": file.reference,
        "kind": here.kind_name.in_language(language),
        "region": file.region_name.in_language(language),
        "agency": file.agency_name.in_language(language),
        "decided_on": str(file.decided_on) if file.decided_on else None,
        "phase": here.phase_name.in_language(language),
        "since": _since(export, language),
        "level": level.in_language(language) if level else here.level,
        "maintenance": yes.in_language(language) if here.in_maintenance else None,
    }


def _since(export: Export, language: Language) -> str | None:
    """The day on which the phase began, and which day of it this is."""
    here = export.today
    if here.since is None or here.days is None:
        return None
    day = here.days + 1
    return f"{here.since}（第{day}天）" if language == "zh" else f"{here.since} (day {day})"


def _duties(export: Export, language: Language) -> dict[str, Rows]:
    """The days and sentences of duties: those that are open, and those that are not."""
    rows: dict[str, Rows] = {"open": [], "closed": []}
    for duty in export.duties:
        row = str(duty.last_day), duty.text.in_language(language)
        rows["open" if duty.state in OPEN_STATES else "closed"].append(row)
    return rows


def _items(export: Export, language: Language) -> Iterator[dict[str, Any]]:
    for item in export.items:
        kept: Kept = item.kept
        reason = item.void_reason
        yield {
            "day": str(item.occurred_on or today(item.recorded_at)),
            "is_recorded": item.occurred_on is None,
            "text": item.text.in_language(language),
            "void": word(reason).in_language(language) if reason else None,
            "kept": kept,
        }


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S} (UTC+8)"
