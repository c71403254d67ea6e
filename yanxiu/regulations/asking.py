"""Forms of 制度: adopting, ending, and what a ruling needs besides the reading."""

from __future__ import annotations

from django import forms

from yanxiu.setup.forms.fields import Suggesting, day_field

MEETINGS = ("校本研修领导小组", "校务会", "教职工大会", "研修工作例会")
ASKED_BY = {"required": "请写由哪个会议或小组议定，例如：校本研修领导小组。"}


def meeting_field() -> forms.CharField:
    """Which meeting decided."""
    return forms.CharField(label="由谁议定", max_length=60, widget=Suggesting(MEETINGS), error_messages=ASKED_BY)


class AdoptForm(forms.Form):
    """From which day, decided by whom; with others in force on the same matter, whether they give way."""

    start = day_field("从哪天起", help_text="先填了本学期第一天。这一天以前的，照原来的判")
    decided_by = meeting_field()
    decided_on = day_field("议定日期")
    document = forms.CharField(label="文号", max_length=60, required=False, help_text="没有就空着")
    replacing = forms.BooleanField(label="改用这一份，原来的到这一天为止", required=False)


class EndForm(forms.Form):
    """The first day on which the regulation no longer holds."""

    end = day_field("从哪天起不再用", help_text="这一天以前的，仍照它判")


class MeetingForm(forms.Form):
    """When and by whom was decided, and from which day it holds."""

    start = day_field("从哪天起")
    decided_by = meeting_field()
    decided_on = day_field("议定日期")


class RulingForm(MeetingForm):
    """One open point: a reading or a number, and why."""

    reading = forms.CharField(max_length=80, error_messages={"required": "请选一种读法，或填一个数。"})
    reason = forms.CharField(label="理由", max_length=300, required=False)
    seen = forms.UUIDField(required=False)


class SignedForm(forms.Form):
    """The signed page."""

    file = forms.FileField(
        label="签好字的那一页", help_text="照片、扫描件或 PDF，不超过 20 MB",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png", "max_bytes": 20 * 1048576}),
        error_messages={"required": "请选文件。", "empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip
