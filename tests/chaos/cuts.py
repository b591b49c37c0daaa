"""Which steps are cut, how late, and in which order: shuffled, but for what needs its order."""

from dataclasses import dataclass
from random import Random
from typing import Literal

UNLEARNED = "cases.RiskAssessed.v1"


@dataclass(frozen=True)
class Cut:
    """One life's end: at one of the first `most` passings of a step.

    `unlearned` is an event type that this life does not know; `by` a command that makes it
    pass; `parked` says whether events must be found parked after it, None: it does not matter.
    """

    step: str
    most: int = 1
    unlearned: str = ""
    by: str = ""
    parked: bool | None = None


Group = tuple[Cut, ...]  # one after the other

# On a new folder, each step is reached because the one before was cut.
START: Group = (
    Cut("start: database cluster made"),
    Cut("start: database server launched"),
    Cut("start: database brought up to date", 2),
    Cut("start: way of the events about to be noted"),
    Cut("start: key about to be written"),
    Cut("start: pool opened"),
)

APPENDING: tuple[Group, ...] = (
    (Cut("journal: group about to be written", 40),),
    (Cut("journal: committed", 40),),
)

CARRYING: tuple[Group, ...] = (
    (Cut("relay: window entered", 8),),
    (Cut("relay: rows read", 8),),
    (Cut("relay: publish called", 8),),
    (Cut("relay: checkpoint written", 8),),
    (Cut("relay: window left", 8),),
    # What was published and not checkpointed comes again, and is counted the careful way.
    (Cut("relay: publish returned", 8), Cut("consumer: counted carefully")),
)

KAFKA: tuple[Group, ...] = (
    (Cut("kafka: producer begun"),),
    (Cut("kafka: batch sent", 8),),
    (Cut("kafka: batch acknowledged", 8),),
)

READING: tuple[Group, ...] = (
    (Cut("consumer: batch received", 4),),
    (Cut("consumer: offsets and gates entered", 3),),
    (Cut("consumer: facts copied", 4),),
    (Cut("consumer: rollups added", 4),),
    (Cut("consumer: transaction committed", 4),),
    (Cut("consumer: batch taken in", 4),),
    (
        Cut("consumer: events parked", unlearned=UNLEARNED),
        Cut(
            "consumer: batch with parked events committed",
            unlearned=UNLEARNED, parked=True,
        ),
        Cut("consumer: parked events counted", parked=True),
        Cut("consumer: parked events committed", parked=False),
    ),
)  # fmt: skip

MAKING_ANEW = tuple(
    Cut(f"rebuild: {step}", by="rebuild")
    for step in ("prepared", "page entered", "cursor moved", "page committed", "indexed")
)
# Where a new model takes over from who consumes.
SWITCHING = tuple(
    Cut(f"rebuild: {step}", by="rebuild")
    for step in ("consumers stopped", "about to switch", "renamed, not committed", "switched")
)


# On one more year, whose windows are all to be closed; its few cases are taken at once.
DUTIES: Group = (
    Cut("duties: cases found"),
    Cut("duties: cases read"),
    Cut("duties: outcomes recorded"),
    Cut("duties: noted when to look again"),
)


def before_and_after(way: Literal["embedded", "kafka"]) -> tuple[Group, Group]:
    """The cuts before years come in, and those of duties after: where Kafka has no part.

    They are made in the one process alone, which takes the same steps.
    """
    return (START, DUTIES) if way == "embedded" else ((), ())


def order(way: Literal["embedded", "kafka"], chance: Random) -> list[Cut]:
    """Every cut to run while years come in, once; those of the rebuild in order among them.

    Over Kafka what has no part in it is left out: to append, and to make a model out of journals.
    """
    over_kafka = way == "kafka"
    groups = [*(KAFKA if over_kafka else APPENDING), *CARRYING, *READING]
    steps = SWITCHING if over_kafka else (*MAKING_ANEW, *SWITCHING)
    chance.shuffle(groups)
    for place in sorted(chance.choices(range(len(groups) + 1), k=len(steps)), reverse=True):
        groups.insert(place, ())
    rebuild = iter(steps)
    return [cut for group in groups for cut in group or (next(rebuild),)]
