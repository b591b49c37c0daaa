"""What of its imports an agency may see now: what is of its regions; a void is of its entry's."""

from shared.journal.imports import Shown

SHOWN = Shown("coalesce(event.data -> 'entry' ->> 'region', event.data ->> 'region') ^@ ANY ($2)")
