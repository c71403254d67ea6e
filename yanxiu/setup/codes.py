"""One-time codes of login slips: forty-four bits, read aloud without mistakes, kept only as keyed hashes.

A thousand tries against three hundred open slips of a school succeed once in eighty-eight million times.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L
LENGTH = 9
MARK = 8  # bytes by which a made-up address is known
TRIES = 10  # wrong codes under the right name, after which the slip is void


def new_code() -> str:
    """A fresh code, e.g. "7KQ4MPX2D"."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """The code as printed: 7KQ-4MP-X2D."""
    return "-".join(code[n : n + 3] for n in range(0, LENGTH, 3))


def cleaned(typed: str) -> str:
    """What was typed, without spaces, hyphens, case and full width."""
    return "".join(character for character in unicodedata.normalize("NFKC", typed).upper() if character.isalnum())


def looks_like_code(typed: str) -> bool:
    """Whether the text could be the code of a slip."""
    text = cleaned(typed)
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def code_hash(code: str) -> str:
    """Keyed hash of a cleaned code."""
    return hmac.new(settings.SECRET_KEY.encode(), f"slip:{code}".encode(), hashlib.sha256).hexdigest()


def new_receipt() -> str:
    """What a waiting browser holds in its cookie."""
    return secrets.token_urlsafe(24)


def receipt_hash(receipt: str) -> str:
    """How a browser's receipt is kept."""
    return hashlib.sha256(receipt.encode()).hexdigest()


def sealed(plain: bytes) -> str:
    """Bytes for an address, with a mark by which a made-up one is known."""
    return base64.urlsafe_b64encode(plain + _mark(plain)).decode().rstrip("=")


def unsealed(text: str) -> bytes | None:
    """The bytes again; None when the mark is wrong."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    plain, mark = raw[:-MARK], raw[-MARK:]
    return plain if hmac.compare_digest(mark, _mark(plain)) else None


def _mark(plain: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"yanxiu.address:" + plain, hashlib.sha256).digest()[:MARK]
