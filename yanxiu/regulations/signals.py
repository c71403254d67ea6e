"""What lower rooms say to whoever judges."""

from django.dispatch import Signal

# Records of these people changed: school_id, person_ids (ids; empty when a group or the school is the subject).
# Sent within the transaction of the change.
records_changed = Signal()
