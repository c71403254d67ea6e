"""Packs by what tests need of them; their ids stand here and nowhere else in the tests of rooms."""

OBSERVING = "zhanghong"  # observed lessons with binding fields under a ruling, a mark of the office, groups' plans
PLANNING = "lanxi"  # plans handed in, with flags of the office for what was wrong with them
TRAVELLING = "pingfang"  # one of several papers is enough; a duty only of some records
