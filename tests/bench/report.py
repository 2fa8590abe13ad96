"""The results as Markdown, and their place in docs/performance.md."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measure import Run, fit_exponent

if TYPE_CHECKING:
    from tests.bench.bench import Results

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
NEW_PAGE = f"""# Performance

## Method

`make bench` writes the same seeded Chinese stories for Kangle, Hugo and plain Pelican, and stops if their sites differ by
more than 5 % in pages or 15 % in bytes a page. All have: the same frame and head, trails, cards, related items, neighbours,
lists by column, tag, place and year, feeds of 20 whole stories, a sitemap. What Kangle makes of data files (services,
offices, rosters) the others are given as Markdown with the same words.

- Turns: A B C, C B A, … in one run. **×** is how many times Kangle's time or memory the other took, pair by pair: the
  median (smallest–largest); above 1 Kangle is better. *Core seconds* are user + system time of all processes, and suffer
  less from other work on the machine than the clock does.
- A cold build finds no output and no cache. Every build is a new process. Hugo keeps nothing between builds, so it builds all
  again; so does Pelican, which is timed cold only. What takes over half a minute is run less often, and with more than
  10,000 stories cold only.
- An edit is checked: its words must be on the page. A story gets another title and one more sentence.
- Hugo renders header and footer once (`partialCached`) and its binary is called without its Python wrapper. Its related items
  weigh all stories, Kangle's the newest 24 of each tag and place; the column without related items shows what that costs, and is a lower
  bound for any related items written by hand in its templates.
- Plain Pelican has neither neighbours nor related items: two filters in its settings file do both, in linear time, and
  places are its authors.
- Kangle alone checks every link of the finished site, keeps the former site and switches in one step; that time counts.
- Preview: from saving a story to its sentence on the page, of `kangle serve` and of `hugo server --disableFastRender`; the row
  below it is Hugo's default, which renders the pages visited last first.
- Memory: all processes of a cold build, looked at every 20 ms in a run of its own.

{BEGIN}
{END}
"""
HUGO, BARE, PELICAN = "Hugo", "Hugo, no related items", "Pelican"
OTHERS = (HUGO, BARE, PELICAN)
MEASURES = {
    "cold": "cold build",
    "same": "build again, nothing changed",
    "story": "one story edited",
    "service": "one service edited",
    "template": "the stories' template edited",
}


def write_report(report: str) -> None:
    """Put the report between the markers of docs/performance.md."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else NEW_PAGE
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


def show_report(results: Sequence[Results], versions: str, noise: float) -> str:
    """All tables; `noise` is the share of the cores that other work took."""
    from plugins.parallel import count_cores

    parts = [f"Measured on {count_cores()} cores with {versions}; other work took {noise:.0%} of the cores meanwhile."]
    parts += ["\n".join(_show_size(found)) for found in results if len(found.sizes) > 1]
    if len(results) > 1:
        parts.append("\n".join(_show_growth(results)))
    parts.append("\n".join(_show_weights(results)))
    return "\n\n".join(parts)


def _show_size(found: Results) -> Iterator[str]:
    yield f"### {found.stories:,} stories\n"
    yield "| | Kangle | Hugo | × | Hugo, no related items | × | Pelican | × |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for key, name in MEASURES.items():
        yield _row(name, [_pair(found, key, other, _wall) for other in OTHERS], _seconds)
        yield _row("– core seconds", [_pair(found, key, other, _cpu) for other in OTHERS], _seconds)
    previews = [found.previews.get(other) for other in OTHERS]
    yield _row("preview: edit to page", previews, _seconds)
    default = [found.previews.get(f"{other}, fast render") for other in OTHERS]
    yield _row("– Hugo as it is by default", default, _seconds)
    for name, pick in (
        ("pss", "peak memory, all processes (PSS)"),
        ("rss", "– shared pages counted in each (RSS)"),
        ("largest", "– largest process"),
    ):
        peaks = {who: float(getattr(memory, name)) for who, memory in found.memory.items()}
        pairs = [[(peaks["Kangle"], peaks[other])] if other in peaks else None for other in OTHERS]
        yield _row(pick, pairs, _megabytes)


def _pair(found: Results, key: str, other: str, pick: Callable[[Run], float]) -> list[tuple[float, float]] | None:
    """(Kangle's, the other's) of each turn that both ran; None where the other was not run."""
    rows = found.runs.get(f"{key}, Pelican" if other == PELICAN else key, {})
    if other not in rows:
        return None
    return [(pick(one), pick(two)) for one, two in zip(rows["Kangle"], rows[other], strict=False)]


def _row(name: str, pairs: Sequence[list[tuple[float, float]] | None], show: Callable[[float], str]) -> str:
    own = max(([one for one, _ in pair] for pair in pairs if pair), key=len, default=[])
    cells = [name, show(statistics.median(own)) if own else ""]
    for pair in pairs:
        cells += [show(statistics.median(two for _, two in pair)), _ratio(pair)] if pair else ["", ""]
    return f"| {' | '.join(cells)} |"


def _ratio(pairs: list[tuple[float, float]]) -> str:
    ratios = [two / one for one, two in pairs]
    middle = f"**{statistics.median(ratios):.2f}**"
    return middle if len(ratios) == 1 else f"{middle} ({min(ratios):.2f}–{max(ratios):.2f})"


def _wall(one: Run) -> float:
    return one.wall


def _cpu(one: Run) -> float:
    return one.cpu


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:,.0f} MB"


def _show_growth(results: Sequence[Results]) -> Iterator[str]:
    """How a cold build grows: time ~ stories to the power of this."""
    sizes = [found.stories for found in results]
    yield f"### Growth of a cold build from {sizes[0]:,} to {sizes[-1]:,} stories\n"
    yield "Time grows as stories to the power of (least squares on logarithms; 1 is linear):\n"
    yield "| | Kangle | Hugo | Hugo, no related items | Pelican |"
    yield "|---|--:|--:|--:|--:|"
    for name, pick in (("seconds of all cores (user + sys)", _cpu), ("seconds by the clock", _wall)):
        cells = []
        for who in ("Kangle", *OTHERS):
            kind = "cold, Pelican" if who == PELICAN else "cold"
            rows = {f.stories: f.runs[kind][who] for f in results if who in f.runs.get(kind, {})}
            cells.append(_exponent(rows, pick))
        yield f"| {name} | {' | '.join(cells)} |"


def _exponent(rows: dict[int, list[Run]], pick: Callable[[Run], float]) -> str:
    if len(rows) < 2:
        return ""
    power = fit_exponent(list(rows), [statistics.median(map(pick, row)) for row in rows.values()])
    return f"{power:.2f}" + (f" (to {max(rows):,})" if len(rows) < 3 else "")


def _show_weights(results: Sequence[Results]) -> Iterator[str]:
    yield "### The sites compared\n"
    yield "| stories | | pages | bytes a page | files |"
    yield "|--:|---|--:|--:|--:|"
    for found in results:
        for name, size in found.sizes.items():
            yield f"| {found.stories:,} | {name} | {size.pages:,} | {size.bytes / size.pages:,.0f} | {size.files:,} |"
