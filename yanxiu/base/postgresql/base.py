"""The database wrapper: Django's own, with our features and schema editor."""

from django.db.backends.postgresql import base

from yanxiu.base.postgresql.features import DatabaseFeatures
from yanxiu.base.postgresql.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose tenant tables carry composite keys."""

    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor
