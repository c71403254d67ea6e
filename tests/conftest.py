"""Shared furniture of the tests."""
