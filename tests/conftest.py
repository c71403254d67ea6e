"""Shared furniture of the tests: the cast on its pinned day, signed-in browsers, PostgreSQL-only tests set aside on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import settings as hypothesis_settings

from tests.support.cast import TODAY, Cast, make_cast
from yanxiu.base.tenancy import in_district
from yanxiu.config.installation import Installation

# Two cores carry a browser and a database beside the test: how long one example takes says nothing.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one database's own behaviour run on that one (DATABASE_URL) and are not collected elsewhere."""
    other = "sqlite" if "postgresql" in django_settings.DATABASES["default"]["ENGINE"] else "postgres"
    aside = [item for item in items if item.get_closest_marker(other)]
    if aside:
        config.hook.pytest_deselected(items=aside)
        items[:] = [item for item in items if item not in aside]


@pytest.fixture
def pinned(settings: object) -> None:
    """The clock stands at the cast's day."""
    settings.INSTALLATION = Installation("demo", TODAY, None)  # type: ignore[attr-defined]


@pytest.fixture
def cast(db: None, pinned: None) -> Cast:
    """The fixed cast of tests.support.cast."""
    return make_cast()


@pytest.fixture
def here(cast: Cast) -> Iterator[Cast]:
    """The cast with its first district bound."""
    with in_district(cast.district):
        yield cast


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str], Client]:
    """A signed-in test client for a person of the cast."""

    def browser(name: str) -> Client:
        client = Client()
        client.force_login(cast.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser
