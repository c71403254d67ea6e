"""Test-only models that prove the base on shapes no room has yet: a partitioned table and one that points at it."""
