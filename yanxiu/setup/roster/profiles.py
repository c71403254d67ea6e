"""Which fields a list must have, and how strictly: a school's own list, or the list a district demands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """`required` fields make a row bad when empty; `strict` ones make it bad when they cannot be read."""

    name: str
    title: str
    required: frozenset[str]
    strict: frozenset[str]
    same_name_asks: bool


SCHOOL = Profile("school", "本校用", frozenset({"name"}), frozenset({"name"}), same_name_asks=True)
DISTRICT = Profile(
    "district",
    "区里要的",
    frozenset({"name", "id_number", "born", "school_code", "work_began"}),
    frozenset({"name", "id_number", "gender", "born", "school_code", "work_began"}),
    same_name_asks=False,
)
PROFILES = {profile.name: profile for profile in (SCHOOL, DISTRICT)}
