"""报表: collect → plain document data → bytes."""
