"""Jobs: one's own; the office sees those of its school, the district's managers all."""

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.jobs.models import Job

CAPABILITY = "manage_people"


class JobDoor(Door[Job]):
    """A job is seen by who submitted it and by those who manage its unit; stopped by the same."""

    model = Job
    purposes = {
        "see": lambda v: (
            Q(owner_id=v.account.pk)
            | Q(school_id__in=v.schools_with(CAPABILITY))
            | (Q(pk__isnull=False) if v.everywhere(CAPABILITY) else Q(pk__in=[]))
        ),
        "stop": lambda v: Q(owner_id=v.account.pk) | Q(school_id__in=v.schools_with(CAPABILITY)),
    }
