"""ID numbers: only a keyed hash and the last four characters are ever kept."""

import hashlib
import hmac

from django.conf import settings


def id_hash(id_number: str) -> str:
    """Keyed hash of a cleaned 18-character number; "" for none. The key lies in keys/identity.key."""
    if not id_number:
        return ""
    return hmac.new(settings.IDENTITY_KEY.encode(), id_number.upper().encode(), hashlib.sha256).hexdigest()
