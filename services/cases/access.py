"""The access rules of this service: what a case, or a registration, is to the caller.

Whatever is nothing to the caller is answered as if it were not there, by the same statements.
"""

from dataclasses import dataclass, replace
from typing import Any, assert_never
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from services.cases.access_table import (
    CARRIES,
    CATEGORIES,
    OVERSEERS,
    Category,
    Relation,
    Right,
)
from services.cases.client.rules import Client, Registered, Unknown, Withdrawn, client
from services.cases.context import Context, context_of
from services.cases.refused_access import no_longer_known, no_version_shown, not_entitled
from services.cases.relations import Access
from services.cases.staff.users import is_of_caller
from services.cases.streams import acquaintance_claim, client_stream
from shared.agencies import KINDS
from shared.command_handler import Loaded
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.text import Text

_ACCESS = "waystation.access"
_RULE = "waystation.access-rule"
_REGISTRATION = "waystation.registration"
_ID: TypeAdapter[UUID] = TypeAdapter(UUID)


def access_of(request: Request) -> Access:
    """What the case of a request is to its caller, as its rule has found; else 404."""
    access: Access | None = request.scope.get(_ACCESS)
    if access is None:
        raise problems.not_found()
    return access


def is_something(request: Request) -> bool:
    """Whether the case of a request is anything to its caller; a dry run learns only later."""
    return _ACCESS in request.scope


async def still(request: Request, version: int) -> Access:
    """What the case is to the caller at a version of it that was just read, by the same rule.

    Looked up again where the case has moved on since: a relation that has ended writes no more.
    """
    access = access_of(request)
    if access.version != version:
        rule: _OnCase = request.scope.pop(_RULE)
        del request.scope[_ACCESS]
        await rule.check(request, request.scope["waystation.call"])
    return access_of(request)


def registration_of(request: Request) -> Loaded[Client]:
    """The registration of a request, as its rule has read it; else 404."""
    loaded: Loaded[Client] | None = request.scope.get(_REGISTRATION)
    if loaded is None:
        raise problems.not_found()
    return loaded


def oversees(access: Access) -> bool:
    """Whether the caller looks at a case as who oversees it, with a token for that."""
    return Relation.OVERSEEING in access.relations and "cases:oversee" in access.caller.actions


class _OnCase(AccessRule):
    """A rule about the case in the path; a case that is nothing to the caller is not found."""

    async def check(self, request: Request, call: Call) -> None:
        """Look the case up, and ask the rule."""
        case_id = _id_in_path(request, "case_id")
        if case_id is None:
            return  # the route says what is wrong with it
        access = await context_of(request).relations.access(call.caller, case_id)
        if access is None:
            if call.dry_run and self.answers_later:
                return
            raise problems.not_found()
        if not self.allows(access):
            raise self.refusal(access)
        if call.if_match is not None and access.is_only_asked:
            raise no_version_shown()
        request.scope[_ACCESS], request.scope[_RULE] = access, self

    answers_later = False

    def allows(self, access: Access) -> bool:
        """Whether what the caller is to the case is enough."""
        raise NotImplementedError

    def refusal(self, access: Access) -> Problem:
        """Why what the caller is to the case is not enough."""
        return not_entitled()


@dataclass(frozen=True)
class _Cell(_OnCase):
    category: Category = Category.OPENING
    wanted: Right = Right.READ
    # A dry run before the case is open is told first what contradicts itself.
    answers_later: bool = False

    def document(self) -> dict[str, Any]:
        return {"rule": self.name, "category": self.category, "right": self.wanted.name.lower()}

    def allows(self, access: Access) -> bool:
        return access.may(self.category, self.wanted)

    def refusal(self, access: Access) -> Problem:
        # Without time running out, the same relations would do.
        timely = replace(access, lapsed=frozenset())
        return no_longer_known() if self.allows(timely) else not_entitled()


class _AnyPart(_OnCase):
    def allows(self, access: Access) -> bool:
        return any(access.may(category, Right.READ) for category in Category)


class _Responsible(_OnCase):
    def allows(self, access: Access) -> bool:
        return Relation.RESPONSIBLE in access.relations and access.may(
            Category.OPENING, Right.WRITE
        )


class _Overseeing(_OnCase):
    def allows(self, access: Access) -> bool:
        return Relation.OVERSEEING in access.relations


class _SeesReads(_OnCase):
    def allows(self, access: Access) -> bool:
        return Relation.RESPONSIBLE in access.relations or oversees(access)


class _OverseesRegion(AccessRule):
    async def check(self, request: Request, call: Call) -> None:
        if call.caller.kind not in OVERSEERS:
            raise not_entitled()


class _Opens(AccessRule):
    async def check(self, request: Request, call: Call) -> None:
        if call.caller.kind not in CARRIES:
            raise not_entitled()


class _OwnRegistration(AccessRule):
    async def check(self, request: Request, call: Call) -> None:
        client_id = _id_in_path(request, "client_id")
        if client_id is None:
            return  # the route says what is wrong with it
        loaded = await known_registration(context_of(request), call, client_id)
        if loaded is None:
            raise problems.not_found()
        request.scope[_REGISTRATION] = loaded


def on_case(category: Category, wanted: Right, *, answers_later: bool = False) -> AccessRule:
    """A cell of the table: a relation to the case in the path must grant it."""
    what = CATEGORIES[category]
    verb = Text(zh="登记", en="write") if wanted is Right.WRITE else Text(zh="查看", en="read")
    return _Cell(
        "on_case",
        Text(
            zh=f"须与该档案有关系，且该关系可以{verb.zh}“{what.zh}”。",
            en=f"A relation to the case must grant to {verb.en} this part of it: {what.en}.",
        ),
        category,
        wanted,
        answers_later,
    )


ANY_PART = _AnyPart(
    "any_part",
    Text(
        zh="须与该档案有关系；只显示该关系可以查看的部分。",
        en="Any relation to the case; the answer has what that relation may read.",
    ),
)
OWN_CASES = AccessRule(
    "own_cases",
    Text(
        zh="仅列出本单位有关系的档案，且只显示该关系可以查看的内容。",
        en="The cases that the caller's agency has a relation to; of each, what that may read.",
    ),
)
CARRIED = AccessRule(
    "carried",
    Text(
        zh="仅限本单位负责的档案，且只显示可以查看的内容。",
        en="The cases that the caller's agency is responsible for; of each, what it may read.",
    ),
)
RESPONSIBLE = _Responsible(
    "responsible",
    Text(
        zh="仅限该档案的责任单位，且限其可以登记的内容。",
        en="The agency that is responsible for the case, as far as it may write there.",
    ),
)
OVERSEES = _Overseeing(
    "overseeing",
    Text(
        zh="仅限管辖该区划的公安机关和禁毒办。",
        en="The police and the anti-drug offices of the case's region.",
    ),
)
SEES_READS = _SeesReads(
    "sees_reads",
    Text(
        zh="限该档案的责任单位，以及管辖该区划、令牌具有 cases:oversee 权限的公安机关和禁毒办。",
        en="The agency that is responsible for the case; and the police and the anti-drug offices"
        " of its region, whose token has `cases:oversee`.",
    ),
)
OVERSEES_REGION = _OverseesRegion(
    "oversees_region",
    Text(
        zh="仅限公安机关和禁毒办，且仅限本单位管辖的区划。",
        en="Police and anti-drug offices, within the regions of the token and of the agency.",
    ),
)
OPENS = _Opens(
    "opens",
    Text(
        zh="、".join(KINDS[kind].zh for kind in sorted(CARRIES)) + "可以建档。",
        en="May open a case: " + ", ".join(KINDS[kind].en for kind in sorted(CARRIES)) + ".",
    ),
)
RELATED = AccessRule(
    "related",
    Text(
        zh="仅限本单位目前有关系的档案（各按该关系可以查看的部分），以及本单位自己的登记。",
        en="Cases that the caller's agency has a part in now, as far as each part may read; and its"
        " own registrations.",
    ),
)
OWN_REGISTRATION = _OwnRegistration(
    "own_registration",
    Text(zh="仅限本单位自己的登记。", en="A registration of the caller's own agency."),
)


async def known_registration(
    context: Context, call: Call, client_id: UUID
) -> Loaded[Client] | None:
    """A registration of the caller's agency, registered or withdrawn; None if it is not its own.

    Before agencies had registrations of their own, one stood for all that knew the number: the id
    stays good for each of them, until another number was given to the person. All are read
    whatever the first one says. A registration of the worker who is calling is none: by its number
    the own file is known, and kept away.
    """
    loaded = await context.handler.load(client, client_stream(client_id))
    person, agency = loaded.state, call.caller.agency
    identity = person.identity if isinstance(person, Registered) else client_id
    again = await context.journal.holder(acquaintance_claim(client_id, identity, agency))
    if await is_of_caller(context, call.caller, client_id):
        return None
    match person:
        case Unknown():
            is_own = False
        case Registered():
            is_own = again is not None or (person.agency == agency and identity == client_id)
        case Withdrawn():  # a withdrawal that is repeated is answered again
            is_own = person.agency == agency
        case _:
            assert_never(person)
    return loaded if is_own else None


def _id_in_path(request: Request, name: str) -> UUID | None:
    try:
        return _ID.validate_python(request.path_params.get(name))
    except ValidationError:
        return None
