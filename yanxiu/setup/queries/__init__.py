"""Named reads of setting up."""
