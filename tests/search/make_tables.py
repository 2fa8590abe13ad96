"""Makes plugins/search/tables.py from pypinyin and OpenCC, which nothing else here needs.

uv run --with pypinyin==0.55.0 --with opencc==1.4.2 python -m tests.search.make_tables

"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLES = Path(__file__).parents[2] / "plugins" / "search" / "tables.py"
TONES = "\u0300\u0301\u0304\u030c"
OFTEN = 2
"""A second reading counts when so many phrases have it."""
HEAD = '''"""How characters are read and how Traditional ones are written in Simplified; data, made by tests/search/make_tables.py.

Readings: pypinyin {pypinyin} with its pinyin-data and phrase-pinyin-data (MIT, https://github.com/mozillazg/python-pinyin).
Traditional: OpenCC {opencc} (Apache-2.0, https://github.com/BYVoid/OpenCC).
"""

from __future__ import annotations

'''


def is_common(char: str) -> bool:
    """Whether a character is in GB 2312: what is written in Simplified texts."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def strip_tone(reading: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in TONES)
    return unicodedata.normalize("NFC", letters).replace("ü", "v").replace("ê", "e")


def gather_readings() -> tuple[dict[str, list[str]], dict[tuple[str, str], list[str]]]:
    """The readings of each character, the usual one first; the words of two characters in which one is read otherwise."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    used: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, found in phrases_dict.items():
        for char, reading in zip(phrase, found, strict=True):
            used[char][strip_tone(reading[0])] += 1
    readings = {}
    for char in filter(is_common, map(chr, range(0x4E00, 0xA000))):
        listed = list(dict.fromkeys(map(strip_tone, pinyin_dict[ord(char)].split(","))))
        kept = [r for r in listed if used[char][r] >= OFTEN] or listed[:1]
        readings[char] = sorted(kept, key=lambda r: (-used[char][r], listed.index(r)))
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for phrase, found in sorted(phrases_dict.items()):
        if len(phrase) == 2 and all(char in readings and char.encode("gb2312")[0] < 0xD8 for char in phrase):
            for char, reading in zip(phrase, (strip_tone(one[0]) for one in found), strict=True):
                if reading != readings[char][0]:
                    words[char, reading].append(phrase)
    return readings, words


def pair_traditional() -> dict[str, str]:
    """Characters of no Simplified text, each with the one that stands for it there."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    others = (c for c in map(chr, range(0x3400, 0xA000)) if not is_common(c))
    return {c: s for c in others if (s := convert(c)) != c and len(s) == 1 and is_common(s)}


def write_syllables(readings: dict[str, list[str]]) -> Iterator[str]:
    usual, other = defaultdict(list), defaultdict(list)
    for char, found in readings.items():
        usual[found[0]].append(char)
        for reading in found[1:]:
            other[reading].append(char)
    for syllable in sorted({*usual, *other}):
        rest = "|" + "".join(other[syllable]) if other[syllable] else ""
        yield f"{syllable} {''.join(usual[syllable])}{rest}"


def quote(name: str, meaning: str, lines: Iterator[str]) -> str:
    body = "\n".join(lines)
    return f'{name} = """\\\n{body}\n"""\n"""{meaning}"""\n'


def make_tables() -> str:
    from importlib.metadata import version

    readings, words = gather_readings()
    pairs = pair_traditional()
    simplified: dict[str, list[str]] = defaultdict(list)
    for char, one in pairs.items():
        simplified[one].append(char)
    parts = [
        HEAD.format(pypinyin=version("pypinyin"), opencc=version("opencc")),
        quote(
            "SYLLABLES",
            "A syllable and the characters that are usually read so; after a | those that may be.",
            write_syllables(readings),
        ),
        quote(
            "WORDS",
            "A character, a reading, and the words in which it is read so though it usually is not.",
            (f"{char} {reading} {' '.join(found)}" for (char, reading), found in sorted(words.items())),
        ),
        quote(
            "TRADITIONAL",
            "A Simplified character and the Traditional ones it stands for; those that Simplified texts use too are not here.",
            (one + "".join(found) for one, found in sorted(simplified.items())),
        ),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


if __name__ == "__main__":
    TABLES.write_text(make_tables(), "utf-8")
