"""Each address as everybody: the rightful role sees the word, everybody else neither sees nor changes anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.scene import Scene, words_of
from tests.access.table import APART, ROLES, ROUTES, Route
from tests.support.cast import TODAY
from yanxiu.base.keys import new_id
from yanxiu.files.models import StoredFile
from yanxiu.org.actions import people
from yanxiu.org.models import Appointment, GroupMembership

CLOSED = (403, 404)


def names(resolver: URLResolver, space: str = "") -> list[str]:
    """Every route as "namespace:name"."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += names(entry, entry.namespace or space)
        elif isinstance(entry, URLPattern):
            found.append(f"{space}:{entry.name}")
    return found


def address(route: Route, scene: Scene) -> str:
    return reverse(route.name, args=route.args(scene)) + route.query


def rows() -> dict[str, int]:
    """How many rows each table of a room has."""
    managers = {model._meta.label: getattr(model, "unscoped", model._default_manager) for model in apps.get_models()}
    return {label: manager.count() for label, manager in managers.items() if not label.startswith(("sessions", "axes"))}


def test_every_address_stands_in_the_table() -> None:
    listed = {route.name for route in ROUTES} | set(APART)
    assert set(names(get_resolver())) == listed


@pytest.mark.parametrize("route", [route for route in ROUTES if route.get], ids=lambda route: route.name)
def test_the_word_is_seen_by_those_who_may_and_by_nobody_else(scene: Scene, browser_of, route: Route) -> None:
    where = address(route, scene)
    assert route.rightful in route.may and route.marker
    for role in ROLES:
        answer = browser_of(role).get(where)
        seen = answer.status_code == 200 and route.marker in words_of(answer)
        assert seen == (role in route.may), f"{role} at {where}: {answer.status_code}"
        if route.object_ and role not in route.may:
            assert answer.status_code in CLOSED, f"{role} at {where}"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.post], ids=lambda route: route.name)
def test_an_act_is_refused_to_all_others_and_changes_nothing(scene: Scene, browser_of, route: Route) -> None:
    assert route.post is not None
    where, values, before = address(route, scene), route.post(scene), rows()
    for role in ROLES:
        if role in route.may and not (route.name == "setup:group" and role == "principal"):
            continue
        answer = browser_of(role).post(where, values)
        assert answer.status_code in CLOSED, f"{role} at {where}: {answer.status_code}"
        assert rows() == before, f"{role} at {where} wrote something"
    scene.person.refresh_from_db()
    scene.group.refresh_from_db()
    assert (scene.person.name, scene.group.name) == ("璩晏如", "璩晏组")
    assert browser_of(route.rightful).post(where, values).status_code in (200, 302, 409)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_stranger_without_a_login_is_sent_to_it(scene: Scene, route: Route) -> None:
    where = address(route, scene)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(where)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.object_], ids=lambda route: route.name)
def test_a_number_nobody_has_and_text_that_is_none_are_absent(scene: Scene, browser_of, route: Route) -> None:
    office = browser_of("office")
    parts = [new_id() if hasattr(part, "hex") else part for part in route.args(scene)]
    other = reverse(route.name, args=parts)
    assert office.get(other).status_code in (*CLOSED, 405)
    assert office.post(other).status_code in (404, 405)
    assert office.get(other.replace(str(parts[0]), "1-OR-1=1")).status_code == 404


def test_search_finds_nobody_of_another_school_or_district(scene: Scene, browser_of) -> None:
    for text in ("璩晏如", "quyanru", "qyr", "MARK77", "13911112222"):
        for role in ("neighbour_office", "stranger", "strange_officer", "teacher"):
            assert f"/people/{scene.person.pk}/" not in words_of(browser_of(role).get("/search/", {"q": text}))
    assert f"/people/{scene.person.pk}/" in words_of(browser_of("office").get("/search/", {"q": "qyr"}))


def test_filters_of_the_table_reach_no_other_school(scene: Scene, browser_of) -> None:
    for query in ({"group": str(scene.group.pk)}, {"q": "璩晏如"}, {"page": "99"}, {"group": "x' OR 1=1"}, {"sort": "-id_hash"}):  # fmt: skip
        answer = browser_of("neighbour_office").get("/people/", query)
        assert answer.status_code == 200 and f"/people/{scene.person.pk}/" not in words_of(answer)


def test_ids_of_others_in_a_form_are_no_way_in(scene: Scene, browser_of) -> None:
    cast, office = scene.cast, browser_of("neighbour_office")
    own = cast.people["neighbour_office"]
    before = GroupMembership.objects.count()
    assert office.post(f"/people/{own.pk}/join/", {"group": scene.group.pk, "start": "2026-05-20"}).status_code in (404, 422)  # fmt: skip
    assert office.post(f"/people/{own.pk}/join/", {"group": new_id(), "start": "2026-05-20"}).status_code in (404, 422)
    assert GroupMembership.objects.count() == before


def test_a_leader_may_not_rename_the_group_nor_add_people(scene: Scene, browser_of) -> None:
    leader, group = browser_of("leader"), scene.cast.group
    assert leader.get(f"/groups/{group.pk}/").status_code == 200
    for values in ({"what": "rename", "name": "x"}, {"what": "add", "person": str(scene.person.pk)}, {"what": "end"}):
        assert leader.post(f"/groups/{group.pk}/", values).status_code == 403
    group.refresh_from_db()
    assert group.name == "语文组" and group.end is None


def test_a_post_that_ended_yesterday_opens_nothing_today(scene: Scene, browser_of) -> None:
    office = browser_of("office")
    assert office.get(f"/people/{scene.person.pk}/").status_code == 200
    held = Appointment.objects.get(person=scene.cast.people["office"])
    people.appoint(
        scene.person, held.post, school=scene.cast.school, start=TODAY, actor=scene.cast.viewer("officer").actor
    )
    people.end_appointment(held, on=TODAY, actor=scene.cast.viewer("officer").actor)
    assert office.get(f"/people/{scene.person.pk}/").status_code == 404


def test_a_stopped_account_is_out_at_once(scene: Scene, browser_of) -> None:
    from yanxiu.setup.actions.devices import stop_account

    office = browser_of("office")
    stop_account(scene.cast.accounts["office"], actor=scene.cast.viewer("officer").actor)
    assert office.get("/people/").status_code == 302


def test_nobody_but_the_operator_founds(scene: Scene, browser_of) -> None:
    before = rows()
    for role in ROLES:
        for where in ("/start/", "/start/school/", "/start/district/"):
            assert browser_of(role).get(where).status_code == 404
            assert browser_of(role).post(where, {"name": "新校", "code": "X"}).status_code in (404, 405)
    assert rows() == before


def test_everything_is_taken_away_from_the_own_school_alone(
    scene: Scene, browser_of, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert browser_of("office").post("/export/").status_code == 302
        assert browser_of("neighbour_office").post("/export/").status_code == 302
    for role in ("teacher", "leader", "officer", "strange_officer"):
        assert browser_of(role).post("/export/").status_code in CLOSED
    kept = {stored.school_id: stored for stored in StoredFile.objects.filter(purpose__startswith="export:")}
    assert set(kept) == {scene.cast.school.pk, scene.cast.neighbour.pk}
    where = f"/files/{kept[scene.cast.school.pk].pk}/"
    assert browser_of("office").get(where).status_code == 200
    for role in ("teacher", "leader", "neighbour_office", "stranger"):
        assert browser_of(role).get(where).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_nothing(scene: Scene, browser_of, method: str) -> None:
    office: Any = browser_of("office")
    before = rows()
    for route in ROUTES:
        assert getattr(office, method)(address(route, scene)).status_code == 405, route.name
    assert rows() == before
