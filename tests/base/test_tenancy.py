"""Isolation fails closed: no district, no rows; a row of another district is refused before the database."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from tests.support.cast import Cast
from tests.tenancy_models.models import Book, Shelf
from yanxiu.base.models import CrossTenant
from yanxiu.base.tenancy import NoTenant, in_district


def test_query_without_a_district_raises(cast: Cast) -> None:
    with in_district(None), pytest.raises(NoTenant):
        list(Shelf.objects.all())


def test_saving_without_a_district_raises(cast: Cast) -> None:
    with in_district(None), pytest.raises(NoTenant):
        Shelf(name="a").save()


def test_rows_of_another_district_are_absent(cast: Cast) -> None:
    with in_district(cast.elsewhere):
        theirs = Shelf.objects.create(name="theirs")
    with in_district(cast.district):
        assert not Shelf.objects.filter(pk=theirs.pk).exists()
        with pytest.raises(Shelf.DoesNotExist):
            Shelf.get(theirs.pk)


@pytest.mark.parametrize("way", ["save", "bulk_create", "bulk_update"])
def test_relation_into_another_district_is_refused(cast: Cast, way: str) -> None:
    with in_district(cast.elsewhere):
        theirs = Shelf.objects.create(name="theirs")
    with in_district(cast.district):
        mine = Shelf.objects.create(name="mine")
        book = Book(shelf=theirs, title="t")
        with pytest.raises(CrossTenant):
            if way == "save":
                book.save()
            elif way == "bulk_create":
                Book.objects.bulk_create([book])
            else:
                kept = Book.objects.create(shelf=mine, title="k")
                kept.shelf = theirs
                Book.objects.bulk_update([kept], ["shelf"])
        assert Book.objects.filter(shelf=theirs).count() == 0


def test_row_of_another_district_cannot_be_saved_here(cast: Cast) -> None:
    with in_district(cast.elsewhere):
        theirs = Shelf.objects.create(name="theirs")
    theirs.name = "changed"
    with in_district(cast.district), pytest.raises(CrossTenant):
        theirs.save()


def sql_of(queries: CaptureQueriesContext) -> str:
    return " ".join(query["sql"] for query in queries.captured_queries)


def test_every_way_along_a_relation_names_the_district(cast: Cast) -> None:
    with in_district(cast.district):
        shelf = Shelf.objects.create(name="s")
        Book.objects.create(shelf=shelf, title="b")
        book = Book.objects.get(title="b")
        ways = {
            "forward": lambda: book.shelf.name,
            "reverse": lambda: list(shelf.books.all()),
            "select_related": lambda: list(Book.objects.select_related("shelf")),
            "prefetch": lambda: list(Shelf.objects.prefetch_related("books")),
            "join": lambda: list(Book.objects.filter(shelf__name="s")),
            "refresh": lambda: shelf.refresh_from_db(),
            "update": lambda: shelf.save(update_fields=["name"]),
            "count": lambda: list(Shelf.objects.annotate(n=Count("books"))),
        }
        for name, way in ways.items():
            with CaptureQueriesContext(connection) as queries:
                way()
            for query in queries.captured_queries:
                assert "district_id" in query["sql"], (name, query["sql"])


def test_join_compares_the_districts_of_both_sides(cast: Cast) -> None:
    with in_district(cast.district), CaptureQueriesContext(connection) as queries:
        list(Book.objects.filter(shelf__name="x"))
    joined = sql_of(queries).replace('"', "")
    assert "tenancy_models_book.district_id = (tenancy_models_shelf.district_id)" in joined or (
        "tenancy_models_book.district_id = tenancy_models_shelf.district_id" in joined
    )


def test_unique_names_are_per_district(cast: Cast) -> None:
    for district in (cast.district, cast.elsewhere):
        with in_district(district):
            Shelf.objects.create(name="same")
    assert Shelf.unscoped.filter(name="same").count() == 2
