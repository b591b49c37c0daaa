"""The measures: which facts each published event adds. One module per subject. Pure."""

from functools import lru_cache

from services.reporting.declared.collecting import collect
from services.reporting.declared.words import Measure, Reader
from shared.events import Event, type_of

MEASURES = collect(__name__, __path__, Measure)

# Among the measures in a fingerprint: that facts bear the id of the entry that they are of. A read
# model of before answers all figures, but cannot say of which entries they are made.
ENTRIES = "entries"
_FACTS_BEAR_ENTRIES = f"{ENTRIES}(id of facts)"
_NAMES = "names(of campaigns and places)"  # a read model of before shows codes in their place


@lru_cache(maxsize=1024)
def readers(model: type[Event]) -> tuple[tuple[Measure, Reader], ...]:
    """The measures that read events of this model, each with its reader; empty if none does."""
    return tuple(
        (measure, measure.reads[model]) for measure in MEASURES.values() if model in measure.reads
    )


def fingerprint() -> str:
    """A text that changes when a measure does, and with it what a read model must hold."""
    measures = [_signature(measure) for _, measure in sorted(MEASURES.items())]
    return "\n".join([*measures, _FACTS_BEAR_ENTRIES, _NAMES])


def outdated(made_by: str | None) -> frozenset[str]:
    """The codes of the measures in which a read model differs, by the fingerprint it was made by.

    Until it is rebuilt, its facts of these are missing, mean something else, or are of a measure
    that is not declared any more. A model that nobody has signed yet is new.

    >>> outdated(fingerprint()), outdated("gone(kind) <- cases.Gone.v1") >= {"gone", "contacts"}
    (frozenset(), True)
    """
    if made_by is None or made_by == fingerprint():
        return frozenset()
    differing = {*made_by.splitlines()} ^ {*fingerprint().splitlines()}
    return frozenset(line.partition("(")[0] for line in differing)


def _signature(measure: Measure) -> str:
    dimensions = ", ".join(dimension.code for dimension in measure.dimensions)
    lackable = measure.reads.keys() - measure.never_without
    models = ", ".join(sorted(type_of(model) for model in lackable))
    revision = f" #{measure.revision}" if measure.revision > 1 else ""
    return f"{measure.code}({dimensions}) <- {models}{revision}"
