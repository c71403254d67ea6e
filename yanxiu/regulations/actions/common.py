"""What deciding on a regulation always needs: the meeting that decided, and one decision at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yanxiu.base import clock
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import current_district
from yanxiu.org.models import School
from yanxiu.tenants.models import District


@dataclass(frozen=True)
class Meeting:
    """Which meeting decided, and when; its document number if it has one."""

    by: str
    on: date
    document: str = ""


def decided(meeting: Meeting) -> None:
    """Raises Refusal for a meeting without a name or a day that is still to come."""
    if not meeting.by.strip():
        raise Refusal("请写由哪个会议或小组议定，例如：校本研修领导小组。", field="decided_by")
    if meeting.on > clock.today():
        raise Refusal("议定日期还没到。先登记日期，等开过会再来。", field="decided_on")


def one_at_a_time(school: School | None) -> None:
    """Two who decide for one unit at once wait for each other."""
    if school:
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
    else:
        District.objects.select_for_update(no_key=True).get(pk=current_district())
