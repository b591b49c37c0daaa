"""The tables [[need]] and [[help]]: what a client may need, and what may be given. Pure.

What a code stands for never changes, because entries carry it.
"""

from dataclasses import dataclass, field

from shared.events.cases.earning import PointsFor
from shared.events.cases.help import HelpForm
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fault, Fields, Table, named
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedKind:
    """A kind of need by its code; where and when it is used."""

    code: str
    name: Text
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpKind:
    """A kind of help by its code, and its form; where and when it is used.

    `earned_for` is what a client earns points for who takes part in it: a training.
    """

    code: str
    name: Text
    form: HelpForm
    earned_for: PointsFor | None = None
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""


def _read_need(entry: Entry) -> NeedKind:
    return NeedKind(code=entry.code(), name=entry.named(), **entry.held())


def _read_help(entry: Entry) -> HelpKind:
    return HelpKind(
        code=entry.code(),
        name=entry.named(),
        form=entry.one_of("form", HelpForm) or HelpForm.ONCE,
        earned_for=entry.one_of("earned_for", PointsFor) if entry.has("earned_for") else None,
        **entry.held(),
    )


def _of_help(kind: HelpKind) -> Fields:
    earned_for = {"earned_for": kind.earned_for} if kind.earned_for else {}
    return {"name": named(kind.name), "form": kind.form, **earned_for}


def _check_form(own: HelpKind, before: HelpKind, fault: Fault) -> None:
    if own.form is not before.form:
        fault(
            "form",
            f"这是内置帮扶种类的代码，其形式是 {before.form}，不能改变，因为已有记录"
            "使用；请另取代码。",
            f"this is the code of a built-in kind of help, which is {before.form} and"
            " stays so, because entries carry it; give yours another code.",
        )


NEED = Table(
    table="need",
    attribute="needs",
    name=Text(zh="需求种类", en="need"),
    fields=("code", "name", *HELD, *NOTES),
    read=_read_need,
    own_fields=lambda kind: {"name": named(kind.name)},
)
HELP = Table(
    table="help",
    attribute="helps",
    name=Text(zh="帮扶种类", en="help"),
    fields=("code", "name", "form", "earned_for", *HELD, *NOTES),
    read=_read_help,
    own_fields=_of_help,
    check_replacing=_check_form,
)
