"""The planner of SQLite is told how the rows lie, so that one person's postings are found without reading a district's."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.setup.roster.sheets import AS_OF
from tests.setup.roster.test_writing import entry
from tests.support.cast import Cast, make_cast
from yanxiu.base import statistics
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.org.models import Person, Posting
from yanxiu.org.queries.people import at_school
from yanxiu.setup.actions.roster_people import import_people

pytestmark = pytest.mark.sqlite  # PostgreSQL gathers statistics by itself


@pytest.fixture
def crowded(db: None, pinned: None) -> Cast:
    """The cast with three hundred people more at the neighbour's."""
    cast = make_cast()
    with in_district(cast.district):
        import_people([entry(n, "NEAR02") for n in range(300)], actor=COMMAND_LINE, as_of=AS_OF)
    return cast


def plan(rows: object) -> str:
    return rows.explain()  # type: ignore[attr-defined]


def test_postings_are_found_by_the_person(crowded: Cast) -> None:
    with in_district(crowded.district):
        rows = Posting.objects.filter(person=crowded.people["teacher"])
        assert "(district_id=?)" in plan(rows)  # untold: the whole district
        statistics.refresh()
        assert "(person_id=?)" in plan(rows)


def test_the_people_of_a_school_are_found_without_reading_the_district(crowded: Cast) -> None:
    with in_district(crowded.district):
        statistics.refresh()
        said = plan(at_school(crowded.school, AS_OF).order_by())
        assert "SEARCH org_person USING INDEX sqlite_autoindex_org_person_1 (id=?)" in said
        assert at_school(crowded.school, AS_OF).count() == 4 and Person.objects.count() == 306


@pytest.mark.django_db(transaction=True)
def test_an_import_tells_the_planner(pinned: None) -> None:
    cast = make_cast()
    with in_district(cast.district):
        import_people([entry(1, "NEAR02")], actor=COMMAND_LINE, as_of=AS_OF)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'org_person'")
        assert cursor.fetchone()[0] > 0
