"""What of its imports an agency may see now: what is of its regions; a void is of its entry's."""

from typing import Any

from shared.journal.imports import Shown

# Of a survey, what was answered is for its agency until the sample is large enough.
_HIDDEN = {"helpers", "served", "groups", "answered", "sample_met"}


def facts(event: dict[str, Any]) -> dict[str, Any]:
    """An event's fields; of a void, not who had helped: the record may be another agency's.

    Nor who had served, nor what was answered in a survey.

    >>> facts({"entry_id": "1", "entry": {"helpers": ["2"], "served": [], "topic": ""}})
    {'entry_id': '1', 'entry': {'topic': ''}}
    """
    if not isinstance(event.get("entry"), dict):
        return event
    entry = {name: value for name, value in event["entry"].items() if name not in _HIDDEN}
    return {**event, "entry": entry}


SHOWN = Shown(
    "coalesce(event.data -> 'entry' ->> 'region', event.data ->> 'region') ^@ ANY ($2)",
    facts=facts,
)
