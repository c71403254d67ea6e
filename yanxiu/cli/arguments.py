"""Arguments that several commands take."""

import argparse
from datetime import date


def day(text: str) -> date:
    """A day written 2026-05-20. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-05-20，这里是“{text}”") from problem
