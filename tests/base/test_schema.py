"""The keys the database really has, compared with the models; partitions by school year."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from tests.support.cast import Cast
from tests.tenancy_models.models import Book, Presence, Remark, Shelf
from yanxiu.base.checks import problems
from yanxiu.base.keys import TenantId, new_id
from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.base.postgresql import partitions
from yanxiu.base.tenancy import in_district


def tenant_models() -> list[type[TenantModel]]:
    return [m for m in apps.get_models() if issubclass(m, TenantModel)]


def constraints(table: str) -> dict[str, dict]:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)


@pytest.mark.postgres
def test_primary_keys_carry_the_district(db: None) -> None:
    for model in tenant_models():
        key = model._meta.pk
        assert isinstance(key, TenantId)
        primary = [c["columns"] for c in constraints(model._meta.db_table).values() if c["primary_key"]]
        assert primary == [["id", *key.key_with]], model._meta.label


@pytest.mark.postgres
def test_every_tenant_foreign_key_is_composite_and_deferrable(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, condeferrable, (SELECT array_agg(attname ORDER BY k.ord) FROM unnest(conkey) "
            "WITH ORDINALITY k(num, ord) JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num) "
            "FROM pg_constraint WHERE contype = 'f' AND conparentid = 0"
        )
        found = {(table.strip('"'), tuple(columns)): deferrable for table, deferrable, columns in cursor.fetchall()}
    for model in tenant_models():
        for field in model._meta.local_fields:
            if isinstance(field, TenantFK):
                wanted = (model._meta.db_table, (field.column, *field.target_field.key_with))
                assert found.get(wanted) is True, wanted


@pytest.mark.postgres
def test_unique_constraints_contain_the_district(db: None) -> None:
    for model in tenant_models():
        for name, found in constraints(model._meta.db_table).items():
            if found["unique"]:
                assert "district_id" in found["columns"], (model._meta.label, name)


@pytest.mark.postgres
def test_postgresql_refuses_a_foreign_key_across_districts_even_by_raw_sql(cast: Cast) -> None:
    with in_district(cast.elsewhere):
        theirs = Shelf.objects.create(name="theirs")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_models_book (id, district_id, shelf_id, title) VALUES (%s, %s, %s, 'x')",
            [new_id(), cast.district.pk, theirs.pk],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.postgres
def test_later_migrations_write_composite_keys_too(transactional_db: None) -> None:
    """CreateModel, AddField, AlterField and RemoveField with a key to a tenant table, made on the fly."""
    state = ProjectState.from_apps(apps)
    app = "tenancy_models"
    steps = [
        migrations.CreateModel(
            "Later",
            [
                ("id", TenantId()),
                ("district", models.ForeignKey("tenants.District", models.PROTECT, related_name="+")),
                ("shelf", TenantFK("tenancy_models.Shelf", models.CASCADE, related_name="+")),
            ],
        ),
        migrations.AddField(
            "Later", "other", TenantFK("tenancy_models.Shelf", models.CASCADE, null=True, related_name="+")
        ),
        migrations.AlterField(
            "Later", "shelf", TenantFK("tenancy_models.Shelf", models.CASCADE, null=True, related_name="+")
        ),
        migrations.RenameField("Later", "other", "second"),
        migrations.RemoveField("Later", "shelf"),
    ]
    for step in steps:
        after = state.clone()
        step.state_forwards(app, after)
        with connection.schema_editor() as editor:
            step.database_forwards(app, editor, state, after)
        state = after
    found = constraints("tenancy_models_later")
    assert [c["columns"] for c in found.values() if c["primary_key"]] == [["id", "district_id"]]
    keys = [c["columns"] for c in found.values() if c["foreign_key"]]
    assert ["second_id", "district_id"] in keys
    assert not any("shelf_id" in columns for columns in keys)
    with connection.schema_editor() as editor:
        editor.delete_model(state.apps.get_model(app, "Later"))


@pytest.mark.postgres
def test_rows_land_in_their_school_year(cast: Cast) -> None:
    """The cast opened the year 2025, which made its part."""
    assert partitions.ensure(Presence, (2025, 2041)) == ["tenancy_models_presence_2041"]
    assert partitions.ensure(Presence, (2025, 2041)) == []
    with in_district(cast.district):
        shelf = Shelf.objects.create(name="s")
        row = Presence.objects.create(shelf=shelf, school_year=2025)
        Remark.objects.create(presence=row, school_year=2025)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM tenancy_models_presence WHERE id = %s", [row.pk])
        assert cursor.fetchone()[0] == "tenancy_models_presence_2025"


@pytest.mark.postgres
def test_a_row_of_a_year_without_partition_raises_the_alarm(cast: Cast) -> None:
    with in_district(cast.district):
        Presence.objects.create(shelf=Shelf.objects.create(name="s"), school_year=2031)
    assert partitions.strays(Presence) == 1
    assert partitions.missing((2031,)) == ["activities_attendance_2031", "tenancy_models_presence_2031"]


def test_makemigrations_finds_nothing_to_do(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_models_keep_the_tenant_rules() -> None:
    assert [error for model in apps.get_models() for error in problems(model)] == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"code": models.CharField(max_length=5, unique=True)}, "yanxiu.E001"),
        ({"shelf": models.ForeignKey(Shelf, models.CASCADE, related_name="+")}, "yanxiu.E002"),
    ],
)
def test_a_planted_breach_of_the_tenant_rules_is_found(fields: dict, expected: str) -> None:
    meta = type("Meta", (TenantModel.Meta,), {"app_label": "tenancy_models", "abstract": False})
    name = f"Planted{expected[-1]}"
    try:
        planted = type(name, (TenantModel,), {"Meta": meta, "__module__": __name__, **fields})
        assert [error.id for error in problems(planted)] == [expected]
    finally:
        apps.all_models["tenancy_models"].pop(name.lower(), None)
        apps.clear_cache()


def test_grouping_a_tenant_model_works_on_both_databases(cast: Cast) -> None:
    with in_district(cast.district):
        shelf = Shelf.objects.create(name="s")
        Book.objects.create(shelf=shelf, title="a")
        Book.objects.create(shelf=shelf, title="b")
        rows = Shelf.objects.annotate(n=models.Count("books")).order_by("name")
        assert [(row.name, row.n) for row in rows] == [("s", 2)]
