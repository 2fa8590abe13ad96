"""What earlier runs found out; hides its form. A damaged memory is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

SCHEMA = 1
LASTS = timedelta(days=7)
"""So long a good address is not asked again."""
SILENT_DAYS = 3
"""On so many different days without an answer an address counts as lost."""


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """When an address was asked, whether it was good, and the days since its last answer on which there was none."""

    asked: str
    good: bool
    silent: tuple[str, ...] = ()

    def is_good_at(self, now: datetime) -> bool:
        """Whether it was found good not long ago; what was found in the future does not count."""
        return self.good and timedelta() <= now - datetime.fromisoformat(self.asked) < LASTS


def add_silent_day(record: AddressRecord | None, today: date) -> tuple[str, ...]:
    """The days of silence, with today; no more than are needed."""
    return tuple(sorted({*(record.silent if record else ()), today.isoformat()}))[-SILENT_DAYS:]


def write_memory(records: Mapping[str, AddressRecord]) -> bytes:
    """The file of what is known."""
    links = {address: asdict(records[address]) for address in sorted(records)}
    return (json.dumps({"schema": SCHEMA, "links": links}, ensure_ascii=False, indent=1) + "\n").encode()


def read_memory(data: bytes) -> dict[str, AddressRecord]:
    """What a file knows; nothing where it is not whole or of another form."""
    try:
        found = json.loads(data)
        if found["schema"] != SCHEMA:
            return {}
        return {address: _read_record(**record) for address, record in found["links"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _read_record(asked: str, good: bool, silent: list[str]) -> AddressRecord:
    if datetime.fromisoformat(asked).tzinfo is None or not isinstance(good, bool) or not isinstance(silent, list):
        raise TypeError
    return AddressRecord(asked, good, tuple(date.fromisoformat(day).isoformat() for day in silent))
