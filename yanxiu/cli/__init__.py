"""The `yanxiu` command."""
