"""What the codes of a case's events are called, in both languages. Pure.

>>> from shared.events.cases.contacts import Advice
>>> word(Advice.COUNSELLING)
Text(zh='心理咨询', en='counselling')
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.cases.case.evidence import DOCUMENTS
from services.cases.case.state import Phase
from shared.events.cases.evidence import Document
from shared.names import programme
from shared.names.by_list import NAMES
from shared.text import Text

PHASES: Mapping[Phase, Text] = {
    Phase.REQUESTED: Text(zh="待确认建档", en="opening not confirmed"),
    Phase.ANNULLED: Text(zh="建档已撤销", en="opening annulled"),
    **{Phase(phase.value): name for phase, name in programme.PHASES.items()},
    Phase.ENDED: Text(zh="已终止", en="ended"),
    Phase.OPENED_IN_ERROR: Text(zh="误建，已作废", en="opened in error"),
}

WORDS: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    **NAMES,
    Phase: PHASES,
    Document: DOCUMENTS,
}


def word(code: StrEnum) -> Text:
    """What a code is called. Raises KeyError for one of a list that has no names."""
    return WORDS[type(code)][code]
