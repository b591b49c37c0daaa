"""Contacts with clients."""

from enum import StrEnum

from shared.events import published
from shared.events.cases.case import CaseEntry


class ContactMode(StrEnum):
    """How a client was met."""

    HOME_VISIT = "home_visit"
    OFFICE = "office"
    PHONE = "phone"
    WECHAT = "wechat"
    VIDEO = "video"


@published("cases.ContactRecorded.v1")
class ContactRecorded(CaseEntry):
    """The client was met, or spoken with."""

    mode: ContactMode
