"""What SQLite's planner knows of the rows. PostgreSQL gathers it by itself.

Every index of a tenant table begins with the district. Untold, SQLite takes that for as good a choice as the index of a
person, and reads a whole district to find one posting.
"""

from contextlib import suppress

from django.db import OperationalError, connection, transaction

ROWS = 1000  # looked at in each index: milliseconds for a district


def refresh() -> None:
    """Look at the rows anew; connections opened from now on plan by it. A busy database is looked at another time."""
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            cursor.execute("ANALYZE")


def refresh_after_commit() -> None:
    """For an act that writes many rows."""
    transaction.on_commit(refresh)
