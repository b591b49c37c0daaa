"""The measures: which facts each published event adds. One module per subject. Pure."""

from functools import lru_cache

from services.reporting.declared.collecting import collect
from services.reporting.declared.words import Measure, Reader
from shared.events import Event, type_of

MEASURES = collect(__name__, __path__, Measure)


@lru_cache(maxsize=1024)
def readers(model: type[Event]) -> tuple[tuple[Measure, Reader], ...]:
    """The measures that read events of this model, each with its reader; empty if none does."""
    return tuple(
        (measure, measure.reads[model]) for measure in MEASURES.values() if model in measure.reads
    )


def fingerprint() -> str:
    """A text that changes when a measure does, and with it what a read model must hold."""
    return "\n".join(_signature(measure) for _, measure in sorted(MEASURES.items()))


def outdated(made_by: str | None) -> frozenset[str]:
    """The codes of the measures that a read model lacks, by the fingerprint it was made by.

    Its facts of these are missing or mean something else until it is rebuilt. A model that
    nobody has signed yet is new.

    >>> outdated(fingerprint())
    frozenset()
    """
    if made_by is None or made_by == fingerprint():
        return frozenset()
    known = frozenset(made_by.splitlines())
    return frozenset(code for code, each in MEASURES.items() if _signature(each) not in known)


def _signature(measure: Measure) -> str:
    dimensions = ", ".join(dimension.code for dimension in measure.dimensions)
    models = ", ".join(sorted(type_of(model) for model in measure.reads))
    return f"{measure.code}({dimensions}) <- {models}"
