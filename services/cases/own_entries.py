"""What an agency is told of the entries that it made itself, also when its part has ended."""

from typing import Any

# Of a case, whether an entry is void is told to those who have a part in it; see is_void.
HAS_PART = """CASE WHEN event.stream_id LIKE 'case-%' THEN EXISTS (
        SELECT FROM relations WHERE relations.agency = $1 AND relations.ended IS NULL
        AND relations.case_id = substr(event.stream_id, 6)::uuid
    ) ELSE true END"""

# In a case's events: the person for all agencies, and other agencies' registrations.
_OF_SERVICES = ("client_id", "registration_id")


def told(stream_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of an own entry, without the ids that only services know.

    >>> told("case-7", {"case_id": "7", "client_id": "1", "entry": {"client_id": "1"}})
    {'case_id': '7', 'entry': {}}
    >>> told("client-1", {"client_id": "1"})
    {'client_id': '1'}
    """
    if not stream_id.startswith("case-"):
        return facts
    return {
        name: told(stream_id, value) if isinstance(value, dict) else value
        for name, value in facts.items()
        if name not in _OF_SERVICES
    }
