"""Pure leaf: school time, days, ages, names. No Django."""
