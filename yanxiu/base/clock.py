"""The one clock. A demonstration pins its day; everything else reads the time here."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, in the pinned day of a demonstration or in fact (time zone of the installation)."""
    return shown(timezone.now())


def shown(moment: datetime) -> datetime:
    """A machine's moment (when a job was begun) as `now` would have told it."""
    actual = timezone.localtime(moment)
    pinned = settings.INSTALLATION.today
    return actual if pinned is None else actual.replace(year=pinned.year, month=pinned.month, day=pinned.day)


def today() -> date:
    """The local day of `now`."""
    return now().date()


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A local moment, aware."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def school_year_of(day: date) -> int:
    """The school year a day falls in, named by the year it begins in; the year turns on 1 August."""
    return day.year if day.month >= 8 else day.year - 1
