"""Coming in with a slip, or with name and staff number. What is wrong is counted; the right slip always opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.org.models import Person, School
from yanxiu.setup import guesses
from yanxiu.setup.actions import claims, slips
from yanxiu.setup.codes import cleaned, looks_like_code
from yanxiu.setup.entering import device_label, enter, safe_next
from yanxiu.setup.enums import OPEN_CLAIMS, ClaimState
from yanxiu.setup.forms.login import ClaimForm, CodeForm
from yanxiu.setup.lockout import client_address
from yanxiu.setup.models import LoginSlip
from yanxiu.setup.queries.login import (
    claim_by_receipt,
    first_groups,
    named_at,
    open_slips,
    same_name,
    school_by_token,
    slip_by_code,
)
from yanxiu.tenants.models import District

RECEIPT = "claim"  # cookie of a waiting device
CODE_LIMIT = 100  # wrong codes from one address in an hour, after which the name is asked with the code
CLAIM_LIMIT = 200  # wrong names or numbers from one address for one school in an hour, after which only slips open
PATIENT = timedelta(minutes=3)  # how long the waiting page asks often


def _guarded(request: HttpRequest) -> bool:
    """Whether so many wrong codes came from this address that a code alone is not enough there."""
    return guesses.count("code", client_address(request)) >= CODE_LIMIT


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The address on a slip: asks "is this you?" first, so that a link preview spends nothing."""
    if _guarded(request):
        return _code_page(request, CodeForm(initial={"code": code}, with_name=True), status=200)
    found = slip_by_code(code)
    if found is None:
        guesses.add("code", client_address(request))
        return _code_page(request, CodeForm(), "这个地址里的码不对。照登录条再扫一次，或把九位码打在下面。", status=404)
    if request.method == "POST":
        return _use(request, found)
    return _is_it_you(request, found)


def _is_it_you(request: HttpRequest, found: LoginSlip) -> HttpResponse:
    with in_district(found.district_id):
        try:
            slips.check_slip(found)
        except Refusal as refusal:
            return _code_page(request, CodeForm(), refusal.message, status=409)
        group = first_groups([found.person], clock.today()).get(found.person_id, "")
        place = found.school or District.objects.get(pk=found.district_id)
        return render(
            request,
            "setup/login/slip.html",
            {"slip": found, "group": group, "place": place, "next": safe_next(request)},
        )


def _use(request: HttpRequest, found: LoginSlip) -> HttpResponse:
    with in_district(found.district_id):
        try:
            account = slips.use_slip(found, actor=Actor(person_id=found.person_id, school_id=found.school_id))
        except Refusal as refusal:
            return _code_page(request, CodeForm(), refusal.message, status=409)
    return enter(request, account, to=safe_next(request), remember=True, by_slip=True)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Typing the code of a slip, for phones that cannot scan; where many were wrong, the name is checked with it."""
    guarded = _guarded(request)
    form = CodeForm(request.POST or None, with_name=guarded)
    if request.method == "POST" and form.is_valid():
        found = slip_by_code(form.cleaned_data["code"])
        if found is not None and not guarded:
            address = reverse("setup:slip", args=[form.cleaned_data["code"]])
            return redirect(f"{address}?{urlencode({'next': safe_next(request)})}")
        if found is not None and same_name(found.person, form.cleaned_data["name"]):
            return _use(request, found)
        guesses.add("code", client_address(request))
        form.add_error(
            "code",
            "姓名和码对不上。照登录条再打一次。"
            if guarded
            else "没有这个码。看清楚再打一次：码里没有 0、1 和字母 O、I、L。",
        )
    return _code_page(request, form, status=422 if form.errors else 200)


def _code_page(request: HttpRequest, form: CodeForm, problem: str = "", *, status: int) -> HttpResponse:
    return render(
        request, "setup/login/join.html", {"form": form, "problem": problem, "next": safe_next(request)}, status=status
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def school(request: HttpRequest, token: str) -> HttpResponse:
    """A school's own address: full name, and a slip's code (comes in at once) or staff number (the office taps)."""
    place = school_by_token(token)
    if place is None:
        raise Http404
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with in_district(place.district_id):
            try:
                return _prove(request, place, form.cleaned_data["name"], form.cleaned_data["proof"])
            except Refusal as refusal:
                form.add_error("proof", refusal.message)
    return render(
        request,
        "setup/login/school.html",
        {"form": form, "place": place, "next": safe_next(request)},
        status=422 if form.errors else 200,
    )


def _prove(request: HttpRequest, place: School, name: str, proof: str) -> HttpResponse:
    """Raises Refusal when the two do not belong together; it does not say which is wrong, so that nobody fishes for names."""
    people = named_at(place, name, clock.today())
    found = slip_by_code(proof) if looks_like_code(proof) else None
    if found is not None and found.person_id in {person.pk for person in people}:
        return _use(request, found)
    address = client_address(request)
    if guesses.count("school", address, place.pk) >= CLAIM_LIMIT:
        raise Refusal("这里试错的次数太多，一小时内不能用工号认领。请教导处印登录条，马上能进。")
    person = _by_staff_no(people, proof)
    if person is None:
        guesses.add("school", address, place.pk)
        _count_on_slips(people, proof)
        raise Refusal("姓名和工号（或码）对不上。照工资条或登录条上的写；还不行，请找教导处。")
    return _wait(request, place, person)


def _by_staff_no(people: list[Person], proof: str) -> Person | None:
    """The one person of the name with this staff number; who has none on the roll claims by name, the office judges."""
    wanted = cleaned(proof)
    same = [p for p in people if (cleaned(p.staff_no) == wanted if p.staff_no else not looks_like_code(proof))]
    return same[0] if len(same) == 1 else None


def _count_on_slips(people: list[Person], proof: str) -> None:
    if looks_like_code(proof):
        for one in open_slips(people):
            slips.note_wrong_code(one)


def _wait(request: HttpRequest, place: School, person: Person) -> HttpResponse:
    _, receipt = claims.claim_name(
        place,
        person,
        actor=Actor(school_id=place.pk),
        device=device_label(request),
        next_url=safe_next(request),
        receipt=request.COOKIES.get(RECEIPT, ""),
    )
    response = redirect("setup:waiting")
    age = claims.RECEIPT_DAYS * 24 * 3600
    response.set_cookie(RECEIPT, receipt, max_age=age, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@login_not_required
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The waiting device asks again by itself and comes in once the office has tapped; its receipt works once."""
    claim = claim_by_receipt(request.COOKIES.get(RECEIPT, ""))
    if claim is None:
        return redirect("setup:join")
    if claim.state == ClaimState.APPROVED:
        return _redeem(request, claim)
    every = 5 if clock.now() - claim.created_at < PATIENT else 30
    context: dict[str, Any] = {"claim": claim, "open": claim.state in OPEN_CLAIMS, "every": every}
    return render(request, "setup/login/waiting.html", context)


def _redeem(request: HttpRequest, claim: Any) -> HttpResponse:
    with in_district(claim.district_id):
        try:
            account = claims.redeem_claim(claim, actor=Actor(person_id=claim.person_id, school_id=claim.school_id))
        except Refusal as refusal:
            return _code_page(request, CodeForm(), refusal.message, status=409)
    response = enter(request, account, to=claim.next_url or "/", remember=True, by_slip=True)
    response.delete_cookie(RECEIPT)
    return response
