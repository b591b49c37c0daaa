"""What of its imports an agency may see now: its own, and what its relation lets it read."""

from collections.abc import Mapping
from typing import Any

from services.cases.access_table import Category, Relation, Right, right
from services.cases.case.categories import CATEGORY_OF
from services.cases.staff.own_file import ANY_USER, is_own_file, is_own_registration
from shared.events import Event, type_of
from shared.events.cases.points import PointsSpent
from shared.identity.claims import Caller
from shared.journal.imports import Shown

# An import of an agency that was asked for a test shows nothing: it sees its appointments alone.
_RELATIONS = (Relation.RESPONSIBLE, Relation.OVERSEEING, Relation.TEAM_MEMBER)
# Exchanges stand in a stream beside the case's.
_CATEGORIES: Mapping[type[Event], Category] = dict(
    [*CATEGORY_OF.items(), (PointsSpent, Category.HELP)]
)
_FOR_SERVICES = frozenset({"client_id", "registration_id", "standing", "points"})
# Relief stands in the stream of a box, which many agencies see: neither whose it is nor by whom.
_OF_RELIEF = frozenset({"case_id", "proposed_by", "released_by", "voided_by", "worker_id"})

# Who is calling is not known here: an own file is left out for all of its agency while the worker
# serves. Rosters and posts are their agency's own, wherever its regions are.
CONDITION = f"""CASE
    WHEN event.stream_id LIKE 'case-%' OR event.stream_id LIKE 'points-%' THEN EXISTS (
        SELECT FROM case_register AS kept
        WHERE kept.case_id = substr(event.stream_id, strpos(event.stream_id, '-') + 1)::uuid
        AND kept.region ^@ ANY ($2)
        AND NOT {is_own_file("kept", agency="$1", user=ANY_USER)} AND (
            'overseeing ' || coalesce(event.data ->> 'entry_type', event.type) = ANY ($3)
            OR EXISTS (
                SELECT FROM relations AS part
                WHERE part.agency = $1 AND part.case_id = kept.case_id AND part.ended IS NULL
                AND part.relation || ' ' || coalesce(event.data ->> 'entry_type', event.type)
                    = ANY ($3)
            )
        )
    )
    WHEN event.stream_id LIKE 'client-%' THEN EXISTS (
        SELECT FROM events AS registered
        WHERE registered.stream_id = event.stream_id AND registered.version = 1
        AND registered.data ->> 'agency' = $1
    ) AND NOT {is_own_registration("substr(event.stream_id, 8)", agency="$1", user=ANY_USER)}
    WHEN event.stream_id LIKE 'worker-%' OR event.stream_id LIKE 'post-%'
        THEN event.data ->> 'agency' = $1
    ELSE event.data ->> 'region' ^@ ANY ($2)
END"""


def granted(caller: Caller) -> list[str]:
    """What the table lets a caller read, as relation and type of event."""
    return [
        f"{relation.value} {type_of(model)}"
        for relation in _RELATIONS
        for model, category in _CATEGORIES.items()
        if right(caller.kind, relation, category) >= Right.READ
    ]


def facts(event: dict[str, Any]) -> dict[str, Any]:
    """An event's fields without the ids of persons and registrations; a client's own id stays.

    >>> facts({"case_id": "1", "client_id": "2", "entry": {"client_id": "2", "mode": "visit"}})
    {'case_id': '1', 'entry': {'mode': 'visit'}}
    >>> facts({"client_id": "3", "agency": "4101"})
    {'client_id': '3', 'agency': '4101'}
    >>> facts({"goods": "", "amount_fen": 500, "case_id": "1", "proposed_by": "9a0c"})
    {'goods': '', 'amount_fen': 500}
    """
    entry = event.get("entry")
    if "goods" in event or (isinstance(entry, dict) and "goods" in entry):
        hidden = _OF_RELIEF
    elif "case_id" in event:
        hidden = _FOR_SERVICES
    else:
        return event
    shown = {name: value for name, value in event.items() if name not in hidden}
    if isinstance(entry, dict):
        shown["entry"] = {name: value for name, value in entry.items() if name not in hidden}
    return shown


SHOWN = Shown(CONDITION, granted, facts)
