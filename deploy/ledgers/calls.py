"""A record → the calls of the public API that say it; the same record makes the same calls."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.ledgers.records import (
    Activity,
    Assessment,
    CaseEntry,
    Client,
    Contact,
    DrugTest,
    Outreach,
    Publication,
    Workstation,
)
from shared.ids import new_id


@dataclass(frozen=True)
class Call:
    """One POST: its path, its body, its idempotency key.

    `columns` says which column of the ledger each field of the body came from.
    """

    path: str
    body: Mapping[str, Any]
    columns: Mapping[str, str]
    key: str


def _call(path: str, columns: Mapping[str, str], **body: Any) -> Call:
    """A call whose key follows from what it says: the same again is answered, not done again."""
    said = {name: value for name, value in body.items() if value not in (None, "", ())}
    content = json.dumps([path, said], ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Call(path, json.loads(json.dumps(said, default=str)), columns, f"ledger-{digest}")


def register_workstation(record: Workstation) -> Call:
    """Register a workstation."""
    columns = {"name": "工作站名称", "region": "区划代码", "kind": "类型"}
    return _call(
        "/v1/workstations", columns, name=record.name, region=record.region, kind=record.kind
    )


def register_client(record: Client) -> Call:
    """Register a person; the service knows the same person again by the ID number.

    The key is random: one made from a person's particulars could be guessed at, and would
    outlive their erasure from the vault.
    """
    body = {
        "name": record.name,
        "id_number": record.id_number,
        "phone": record.phone,
        "sex": record.sex,
    }
    return Call(
        "/v1/clients",
        {name: value for name, value in body.items() if value is not None},
        {"name": "姓名", "id_number": "身份证号", "phone": "手机", "sex": "性别"},
        f"ledger-{new_id()}",
    )


def open_case(record: Client, client_id: str, workstation_id: str | None) -> Call:
    """Open the person's file under the agency's own number."""
    return _call(
        "/v1/cases",
        {
            "client_id": "身份证号",
            "reference": "编号",
            "kind": "类别",
            "region": "区划代码",
            "workstation_id": "工作站",
            "decided_on": "决定日期",
        },
        client_id=client_id,
        reference=record.reference,
        kind=record.kind,
        region=record.region,
        workstation_id=workstation_id,
        decided_on=record.decided_on,
    )


def first_steps(record: Client, case_id: str) -> list[Call]:
    """Report in and sign the agreement, as far as the row says so."""
    steps = (
        ("reporting-in", "报到日期", record.reported_on),
        ("agreement", "协议日期", record.agreed_on),
    )
    return [
        _call(f"/v1/cases/{case_id}/{step}", {"occurred_on": column}, occurred_on=day)
        for step, column, day in steps
        if day is not None
    ]


def make_entry(record: CaseEntry, case_id: str) -> Call:
    """Make an entry in a client's file."""
    case = f"/v1/cases/{case_id}"
    match record:
        case Contact():
            return _call(
                f"{case}/contacts",
                {"occurred_on": "日期", "mode": "方式", "note": "内容", "worker": "社工"},
                occurred_on=record.occurred_on,
                mode=record.mode,
                note=record.note,
                worker=record.worker,
            )
        case DrugTest():
            return _call(
                f"{case}/drug-tests",
                {"occurred_on": "日期", "result": "结果", "not_done_reason": "未检原因"},
                occurred_on=record.occurred_on,
                result=record.result,
                not_done_reason=record.not_done_reason,
            )
        case Assessment():
            return _call(
                f"{case}/risk-assessments",
                {"occurred_on": "日期", "level": "等级"},
                occurred_on=record.occurred_on,
                level=record.level,
            )


def record_outreach(record: Outreach) -> Call:
    """Record a session, or an article."""
    match record:
        case Activity():
            return _call(
                "/v1/activities",
                {
                    "occurred_on": "日期",
                    "place_kind": "场所类别",
                    "region": "区划代码",
                    "topic": "主题",
                    "attendance": "人数",
                    "forms": "形式",
                    "partners": "合作单位",
                    "occasion": "节点",
                },
                occurred_on=record.occurred_on,
                place_kind=record.place_kind,
                region=record.region,
                topic=record.topic,
                attendance=record.attendance,
                forms=record.forms,
                partners=record.partners,
                occasion=record.occasion,
            )
        case Publication():
            return _call(
                "/v1/publications",
                {"occurred_on": "日期", "title": "标题", "channel": "渠道", "region": "区划代码"},
                occurred_on=record.occurred_on,
                title=record.title,
                channel=record.channel,
                region=record.region,
            )
