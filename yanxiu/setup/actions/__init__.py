"""Acts of setting up."""
