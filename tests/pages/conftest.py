"""Pages are measured on the scene of access, made once a module."""

from tests.access.conftest import cast, scene, world

__all__ = ["cast", "scene", "world"]
