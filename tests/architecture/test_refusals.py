"""The codes of refusals are published: callers act on them, whatever a class is called."""

from collections.abc import Iterator

from shared.decider import Refused
from tests.architecture.deciders import deciders

# The codes of `type` in the problems of 409 (`/problems/<code>`). One may be added, none changed.
PUBLISHED = {
    "already-in-team",
    "left-team-before-joining",
    "not-in-team",
    "role-unknown",
    "worker-or-family",
    "left-before-joining",
    "worker-already-registered",
    "worker-has-left",
    "worker-unknown",
    "agreement-already-signed",
    "agreement-before-reporting-in",
    "agreement-rests-on-it",
    "already-confirmed",
    "already-disputed",
    "already-rechecked",
    "already-registered",
    "already-reported-in",
    "already-responsible",
    "already-returned",
    "already-void",
    "already-told",
    "already-written",
    "appointment-unknown",
    "asked-itself",
    "before-the-last-step",
    "before-the-last-treatment",
    "birth-in-id-number",
    "cannot-correct-here",
    "cannot-open-here",
    "cannot-withdraw-here",
    "credits-come-together",
    "case-already-opened",
    "case-has-ended",
    "case-has-not-ended",
    "case-not-confirmed",
    "case-opened-in-error",
    "case-unknown",
    "client-has-ended-case",
    "client-has-open-case",
    "client-unknown",
    "correction-reason-missing",
    "days-out-of-range",
    "death-is-final",
    "crisis-already-followed-up",
    "decision-date-missing",
    "decision-in-future",
    "drug-test-unknown",
    "due-before-appointment",
    "due-too-late",
    "ended-before-start",
    "entries-need-the-programme",
    "entries-rest-on-it",
    "entry-already-void",
    "entry-before-decision",
    "family-not-present",
    "file-rests-on-it",
    "followed-up-before-contact",
    "future-date",
    "identity-taken",
    "in-maintenance-already",
    "kind-cannot-change-so",
    "later-step-rests-on-it",
    "leave-unknown",
    "leave-was-over",
    "leaves-overlap",
    "level-not-of-scheme",
    "missing",
    "named-twice",
    "no-crisis-seen",
    "not-a-programme",
    "not-in-a-programme",
    "not-longer",
    "not-on-the-register",
    "not-open-then",
    "not-reported-in",
    "nothing-to-arrange",
    "nothing-to-complete",
    "nothing-to-correct",
    "nothing-to-recheck",
    "nothing-told",
    "objection-before-told",
    "objection-too-late",
    "opening-was-annulled",
    "others-rest-on-it",
    "overseer-cannot-take-it",
    "place-contradicts-mode",
    "programme-goes-on",
    "programme-is-not-suspended",
    "programme-is-suspended",
    "recheck-before-test",
    "recheck-not-done",
    "recheck-substances-not-wanted",
    "record-unknown",
    "reference-taken",
    "region-not-in-force",
    "registered-by-another",
    "reported-in-before-decision",
    "result-before-sample",
    "returned-before-leaving",
    "returns-before-leaving",
    "same-tester",
    "sample-has-result",
    "sample-not-wanted",
    "sample-of-another-method",
    "sample-taken-already",
    "sample-unknown",
    "sample-waits",
    "scheme-not-used",
    "scheme-unknown",
    "substances-not-wanted",
    "test-before-appointment",
    "test-reason-missing",
    "test-reason-not-wanted",
    "test-was-not-done",
    "term-is-credited",
    "told-before-ending",
    "told-before-test",
    "treatment-has-ended",
    "treatment-unknown",
    "written-report-missing",
    "wrong-document",
}


def _refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def test_the_codes_of_refusals_are_those_that_callers_know() -> None:
    """To rename a class is to rename its code: then the code is declared where it was."""
    assert deciders()  # all rules are imported
    ours = {each for each in _refusals() if each.__module__.startswith(("services", "shared"))}
    assert {refusal.slug() for refusal in ours} == PUBLISHED


def test_the_sentence_of_a_refusal_is_one_line() -> None:
    """It is a docstring, which the code may have on several."""
    assert deciders()
    refusals = [*_refusals()]
    assert any("\n" in (refusal.__doc__ or "") for refusal in refusals)
    for refusal in refusals:
        assert "\n" not in Refused.__str__(refusal.__new__(refusal))
