"""Posts made before records and assessment existed gain what the same posts are given today."""

from django.db import migrations


def widen(apps, schema_editor):
    post = apps.get_model("org", "Post")
    for row in post._base_manager.filter(level__in=["school", "district"]):
        held = list(row.capabilities)
        if "manage_people" in held:
            held.append("keep_records")
        if {"manage_unit", "lead_unit"} & set(held):
            held.append("assess")
        post._base_manager.filter(pk=row.pk, district_id=row.district_id).update(
            capabilities=list(dict.fromkeys(held))
        )


class Migration(migrations.Migration):
    dependencies = [("org", "0003_what_a_seat_allows")]
    operations = [migrations.RunPython(widen, migrations.RunPython.noop)]
