"""Measurements, as ratios within one run where machines differ. See README.md."""
