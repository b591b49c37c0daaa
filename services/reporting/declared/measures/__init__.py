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
    lines = []
    for code, measure in sorted(MEASURES.items()):
        dimensions = ", ".join(dimension.code for dimension in measure.dimensions)
        models = ", ".join(sorted(type_of(model) for model in measure.reads))
        lines.append(f"{code}({dimensions}) <- {models}")
    return "\n".join(lines)
