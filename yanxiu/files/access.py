"""Files: their owner and those who manage the unit; everybody else finds nothing."""

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.files.models import StoredFile

CAPABILITY = "manage_people"


class FileDoor(Door[StoredFile]):
    """A file is fetched by its owner, its school's office, or the district's managers."""

    model = StoredFile
    purposes = {
        "see": lambda v: (
            Q(owner_id=v.account.pk)
            | Q(school_id__in=v.schools_with(CAPABILITY))
            | (Q(pk__isnull=False) if v.everywhere(CAPABILITY) else Q(pk__in=[]))
        ),
    }
