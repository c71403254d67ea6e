"""The scene is made once for the module, in a transaction of its own; each test works in a savepoint on copies."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.scene import Scene, make_scene
from tests.support.cast import TODAY, Cast, make_cast
from yanxiu.base.tenancy import in_district
from yanxiu.config.installation import Installation


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """The first school with one of everything, for all tests of the module."""
    pinned = override_settings(INSTALLATION=Installation("demo", TODAY, None))
    with django_db_blocker.unblock(), transaction.atomic():
        with pinned:
            cast = make_cast()
            with in_district(cast.district):
                made = make_scene(cast)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def scene(world: Scene, db: None, pinned: None) -> Iterator[Scene]:
    """The scene as it was made, whatever other tests did, with its district bound."""
    found = copy.deepcopy(world)
    with in_district(found.cast.district):
        yield found


@pytest.fixture
def cast(scene: Scene) -> Cast:
    """The cast of the scene."""
    return scene.cast
