"""What an event carries into the journal besides itself: its id, and who wrote it in which call."""

import json

from shared.events import Entry, Event, type_of
from shared.http.call import Call
from shared.ids import new_id
from shared.journal.journal import NewEvent


def new_event(event: Event) -> NewEvent:
    """An event on its way into the journal; an entry is known by its own id."""
    event_id = event.entry_id if isinstance(event, Entry) else new_id()
    return NewEvent(event_id, type_of(event), event.model_dump_json())


def metadata_of(call: Call) -> str:
    """The metadata of all events of a call, as JSON text: agency, trace, and import if any."""
    metadata = {"agency": call.caller.agency, "traceparent": call.traceparent}
    if call.import_id is not None:
        metadata["import_id"] = str(call.import_id)
    return json.dumps(metadata)
