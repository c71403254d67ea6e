"""Counting wrong tries, by what is tried and from where. Counting tells and slows; nothing here locks anybody out."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from yanxiu.setup.models import Guess

WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)


def _key(kind: str, parts: tuple[object, ...]) -> str:
    text = "\n".join([kind, *map(str, parts)])
    return hmac.new(settings.SECRET_KEY.encode(), f"guess:{text}".encode(), hashlib.sha256).hexdigest()


def add(kind: str, *parts: object) -> None:
    """One more wrong try of this kind. The clock of the demonstration stands still at midnight, so this reads the real one."""
    now, key = timezone.now(), _key(kind, parts)
    if not Guess.objects.filter(key=key, since__gt=now - WINDOW).update(count=F("count") + 1, last=now):
        Guess.objects.filter(last__lt=now - KEPT).delete()
        Guess.objects.update_or_create(key=key, defaults={"count": 1, "since": now, "last": now})


def count(kind: str, *parts: object) -> int:
    """Wrong tries of this kind within the last hour."""
    found = _current(kind, parts)
    return found.count if found else 0


def rest(kind: str, *parts: object, limit: int, pause: timedelta) -> int:
    """Seconds until the next try, once `limit` tries were wrong; 0 when one may try now."""
    found = _current(kind, parts)
    if found is None or found.count < limit:
        return 0
    left = pause - (timezone.now() - found.last)
    return max(0, round(left.total_seconds()))


def _current(kind: str, parts: tuple[object, ...]) -> Guess | None:
    return Guess.objects.filter(key=_key(kind, parts), since__gt=timezone.now() - WINDOW).first()
