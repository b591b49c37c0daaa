"""尿检记录: tests, those that were due and not done, and what became of their results.

A row is one test. Where it says more, it makes more calls: its sample before it, an objection to
its result and a re-check after it. A row that says none of this makes the one call that it always
made, under the same key. A row whose result is awaited makes its sample alone; with the result
filled in, the same row makes the test of that sample. With 预约日期 the sample and the test name
the appointment of that day.
"""

from collections.abc import Mapping
from dataclasses import replace

from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import drug_test_columns as columns
from deploy.ledgers.kinds import drug_test_words as words
from deploy.ledgers.kinds.drug_test_appointments import APPOINTED_ON, Link, foresee, link
from deploy.ledgers.kinds.entries import all_of, entries
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, RowValues
from deploy.ledgers.reasons import Fault, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer


async def _post(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Record the sample, the test, the objection and the re-check, as far as the row says so.

    In a dry run all are asked for, so that all faults of a row are reported at once; what rests on
    an entry that is not there yet is only asked whether it contradicts itself.
    """
    awaited = record["result"] == words.AWAITED
    faults = columns.missing(record, awaited=awaited)
    if awaited:
        faults += columns.too_early(record)
    if faults:
        raise RowRefused(faults)
    linked = await link(record, sender)
    calls = _Calls(sender, linked)
    path, sample, sample_id = f"/v1/cases/{case_id}", None, None
    if awaited or columns.says(record, columns.PLACE, columns.TAKEN_BY, columns.TAKEN_ON):
        is_apart = not awaited and record[columns.TAKEN_ON.field]
        sample = _sample(path, record, columns.TAKEN_ON if is_apart else columns.DAY)
        sample = linked.of(sample)
        taken = await calls.post(sample, is_the_rows_own=awaited)
        if awaited:
            return calls.answer(taken, record, sample)
        sample_id = taken.body.get("entry_id")
    made = linked.of(_test(f"{path}/drug-tests", record, sample_id))
    test = await calls.post(made, is_the_rows_own=True)
    about = f"{path}/drug-tests/{test.body.get('entry_id', NOT_YET)}"
    if columns.says(record, columns.DISPUTED_ON):
        names = {"occurred_on": columns.DISPUTED_ON, "told_on": columns.TOLD_ON}
        await calls.post(_call(f"{about}/objection", names, record))
    if columns.says(record, columns.RECHECKED):
        names = {"occurred_on": columns.RECHECKED_ON, "result": columns.RECHECKED}
        names |= {"tested_by": columns.RECHECKED_BY, "substances": columns.FOUND_AGAIN}
        await calls.post(_call(f"{about}/recheck", names, record))
    return calls.answer(test, record, sample)


class _Calls:
    """The calls of one row: made one after the other, up to the first that is refused.

    A dry run goes on, and then tells of all. Raises `RowRefused` where the row cannot be linked.
    """

    def __init__(self, sender: Sender, link_: Link) -> None:
        if link_.faults and not sender.dry_run:
            raise RowRefused(link_.faults)
        self._sender = sender
        self._link = link_
        self._answers: list[CallAnswer] = []
        self._faults: list[Fault] = [*link_.faults]
        self._unknown: RowRefused | None = None

    async def post(self, call_: LedgerCall, *, is_the_rows_own: bool = False) -> CallAnswer:
        """Make a call; an empty answer where a dry run was refused."""
        try:
            answer = await self._sender.post(call_)
        except RowRefused as refused:
            if not self._sender.dry_run:
                raise
            answer = CallAnswer({}, is_new=True)
            if self._link.is_only_unknown(refused):
                answer = replace(answer, warnings=refused.warnings)
            elif refused.status != 404:
                self._faults += refused.faults
            elif is_the_rows_own:  # there is no such case, or not yet
                self._unknown = refused
        self._answers.append(answer)
        return answer

    def answer(self, own: CallAnswer, record: RowValues, sample: LedgerCall | None) -> CallAnswer:
        """One answer for all. Raises `RowRefused` for what was refused in a dry run."""
        if self._faults:
            raise RowRefused(self._faults)
        foresee(record, sample, self._sender, is_new=own.is_new)
        if self._unknown is not None:
            raise self._unknown
        return all_of(own, *self._answers)


def _sample(path: str, record: RowValues, day_of_it: Column) -> LedgerCall:
    """The sample of a row: the same call with its result and without."""
    usual = {**record, columns.METHOD.field: record[columns.METHOD.field] or columns.METHOD.usual}
    names = {"occurred_on": day_of_it, "method": columns.METHOD}
    names |= {"place": columns.PLACE, "taken_by": columns.TAKEN_BY}
    return _call(f"{path}/samples", names, usual)


def _test(path: str, record: RowValues, sample_id: str | None) -> LedgerCall:
    """The test itself; of a sample, it names that one."""
    method = columns.METHOD
    usual = record[method.field] == method.usual  # said or left out, it is the same test
    plain = call(path, columns.TEST, {**record, method.field: None} if usual else record)
    if sample_id is None:
        return plain
    body = {**plain.body, "sample_id": sample_id}
    return replace(plain, body=body, key=key_of(path, {"row": plain.key, "sample": sample_id}))


def _call(path: str, names: Mapping[str, Column], record: RowValues) -> LedgerCall:
    """A call whose fields have other names than those of the row's."""
    body = without_blanks({name: record[column.field] for name, column in names.items()})
    return LedgerCall(path, body, key_of(path, body), names, is_known_by_its_key=True)


LEDGER = entries(
    "尿检记录",
    "drug-tests",
    "cases.DrugTestRecorded",
    *columns.TEST,
    APPOINTED_ON,
    *columns.MORE,
    also_makes=("cases.SampleTaken", "cases.DrugTestDisputed", "cases.DrugTestRechecked"),
    posts=_post,
)
