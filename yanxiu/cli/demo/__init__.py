"""The demonstration world: what it consists of, how it is made, what to try in it."""
