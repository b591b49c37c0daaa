"""Why an entry about a drug test is refused, in both languages. Pure."""

from shared.decider import Refused


class TestReasonMissing(Refused):
    """A test that was not done needs its reason (`not_done_reason`)."""

    zh = "未检须填写未检原因（not_done_reason）。"
    field = "not_done_reason"


class TestReasonNotWanted(Refused):
    """A test that was done has no reason for not being done; leave `not_done_reason` out."""

    zh = "已检的记录不应填写未检原因（not_done_reason）。"
    field = "not_done_reason"


class SubstancesNotWanted(Refused):
    """Only a positive test was positive for something; leave `substances` out."""

    zh = "只有阳性结果才填写毒品种类（substances），请清空或核对结果。"
    field = "substances"


class SampleNotWanted(Refused):
    """A test that was not done has no sample; leave `sample_id` out, or check the result."""

    zh = "未检的记录没有样本；请不填 sample_id，或核对结果。"
    field = "sample_id"


class AppointmentUnknown(Refused):
    """There is no appointment that waits for this test; leave `appointment_id` out, or check it."""

    zh = "没有待登记结果的检测预约；请核对或不填 appointment_id。"
    field = "appointment_id"


class AskedItself(Refused):
    """Your agency has the case and enters its own tests; leave `asked_of` out, or ask another."""

    zh = "本单位就是责任单位，可直接登记检测；请不填 asked_of，或填写其他单位。"
    field = "asked_of"


class DueBeforeAppointment(Refused):
    """A test cannot be due before the day it was appointed on; check both days."""

    zh = "检测期限早于预约日期，请核对。"
    field = "due_on"


class DueTooLate(Refused):
    """A test is due within 12 months of the day it was appointed on; later, make another one."""

    zh = "检测期限最迟为预约日期之后12个月；更晚的检测请届时另行预约。"
    field = "due_on"


class TestBeforeAppointment(Refused):
    """A test is not earlier than the day its appointment was made on; check the day."""

    zh = "检测日期早于预约日期，请核对。"
    field = "occurred_on"


class SampleTakenAlready(Refused):
    """A sample of this appointment waits for its result; record that, or make the sample void."""

    zh = "该预约已有样本在等待结果；请登记该样本的结果，或先作废该样本。"
    field = "appointment_id"


class SampleWaits(Refused):
    """A sample of this appointment waits for its result: name it in `sample_id`, with what was
    found; if none was taken, have the sample made void first."""

    zh = (
        "该预约已有样本在等待结果：请在 sample_id 中填写该样本，并登记其结果；"
        "未采样的，请先作废该样本。"
    )
    field = "sample_id"


class SampleUnknown(Refused):
    """There is no such sample of this appointment, or of no appointment; check `sample_id`."""

    zh = "没有该预约的这一样本（或没有这一样本）；请核对 sample_id 与 appointment_id。"
    field = "sample_id"


class SampleHasResult(Refused):
    """The result of this sample is recorded already; one that was a mistake is made void first."""

    zh = "该样本的结果已经登记；如有错误，请先作废原结果。"
    field = "sample_id"


class SampleOfAnotherMethod(Refused):
    """The sample is of another kind than the method says; check `method` and `sample_id`."""

    zh = "样本种类与检测方法不一致；请核对 method 与 sample_id。"
    field = "method"


class ResultBeforeSample(Refused):
    """A result is not earlier than the day on which its sample was taken; check the day."""

    zh = "结果日期早于采样日期，请核对。"
    field = "occurred_on"
