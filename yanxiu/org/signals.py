"""What this room says to whoever keeps something of people."""

from django.dispatch import Signal

# A person was erased: person, actor. Sent within the transaction; whoever keeps words about the person blanks them.
person_erased = Signal()
