"""The partitions of this and the next school year; later ones are made by the reaper, and when a year is opened."""

from django.db import migrations

from yanxiu.base import clock
from yanxiu.base.postgresql import partitions


def this_and_next_year(apps, schema_editor):
    year = clock.school_year_of(clock.today())
    partitions.ensure(apps.get_model("activities", "Attendance"), (year, year + 1))


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(this_and_next_year, migrations.RunPython.noop)]
