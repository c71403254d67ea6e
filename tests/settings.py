"""Settings of the tests: the real ones in a scratch data folder, with a cheap password hasher."""

import os
import tempfile

os.environ["YANXIU_DATA"] = tempfile.mkdtemp(prefix="yanxiu-test-")

from yanxiu.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.tenancy_models"]  # noqa: F405
