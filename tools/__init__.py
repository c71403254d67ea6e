"""Small checks of the house, each also run by its path."""
