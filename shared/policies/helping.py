"""Kinds of needs and of help: what a client may need, and what may be given. Pure.

What a code stands for never changes, because entries carry it.
"""

from dataclasses import dataclass, field

from shared.events.cases.help import HelpForm
from shared.policies.holding import UNSAID, Holding
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
    """A kind of help by its code, and its form; where and when it is used."""

    code: str
    name: Text
    form: HelpForm
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""
