"""Acts on units, people and school time."""
