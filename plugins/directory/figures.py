"""社区数字: what the community states in figures, each with its plot, its table and its file; and what the site reckons itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from plugins.directory.csv_columns import write_csv
from plugins.model import Figure, FigureValue, Reckoned, address_of, all_cases, figure_sheet_address, reckon, say_period
from plugins.site import (
    HOME,
    Artifact,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    PlotPoint,
    Site,
    card,
    draw_bars,
    draw_line,
    plan_list,
    series_link,
)

FIGURES_PER_PAGE = 12
"""How many figures, each with its plot and table, a page shows."""
FIGURES = Link("社区数字", Figure.kind.index)
INTRO = "社区说到的数，一个一个写明：数的是什么、从哪里来、各年是多少。"


@dataclass(frozen=True, slots=True)
class ValueView:
    """What a figure was in one period."""

    period: str
    """2012年, 2008—2012年 …"""
    words: str
    """The number with its unit."""


@dataclass(frozen=True, slots=True)
class StatedView:
    """One figure with its plot, its table and its file."""

    id: str
    """What it is called in addresses."""
    name: str
    """What it counts."""
    latest: str
    """Its last value with its unit."""
    when: str
    """The period of that."""
    definition: str
    """How it is counted."""
    source: str
    """Where it stands written."""
    plot: Markup
    """The drawing; empty where there is none."""
    values: tuple[ValueView, ...]
    """The numbers of the drawing, from early to late."""
    file: Link
    """The same as a sheet."""
    page: Link
    """Its page."""
    series: Link | None = None
    """The campaign it belongs to."""


@dataclass(frozen=True, slots=True)
class ReckonedView:
    """A figure that the site reckons itself."""

    title: str
    """What it counts."""
    value: str
    """The number with its unit."""
    definition: str
    """How it is reckoned."""


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Figures: all of them, or one."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it; empty where the figure says it itself."""
    figures: tuple[StatedView, ...]
    """Those of this page."""
    pages: tuple[Link, ...]
    """The other pages of a long list."""
    reckoned: tuple[ReckonedView, ...]
    """What the site reckons of cases, on the first page of all."""
    more: Link | None
    """From one figure to all of them."""


def plan_figures(site: Site) -> Iterator[Page]:
    """Every figure, and all of them together."""
    if "figures" not in site.sources.sections:
        return
    figures = site.sources.of(Figure)
    for figure in figures:
        yield Page(address_of(figure), "figures.html", partial(_view_figure, figure, site), figure.path)
    part = ListPart(FIGURES.title, figures, partial(card, site=site))
    yield from plan_list(FIGURES.url, "figures.html", (part,), partial(_view_figures, site), FIGURES_PER_PAGE)


def make_figure_files(site: Site) -> Iterator[Artifact]:
    """The sheet of each figure."""
    if "figures" in site.sources.sections:
        for figure in site.sources.of(Figure):
            rows = [[say_period(v.period), _number(v), figure.unit, figure.say(v)] for v in figure.values]
            sheet = write_csv([["时期", "数", "单位", "写成"], *rows])
            yield Artifact(figure_sheet_address(figure).removeprefix("/"), sheet)


def _number(value: FigureValue) -> str:
    return "" if value.value is None else f"{value.value.normalize():f}"


def _view_figure(figure: Figure, site: Site) -> FiguresView:
    crumbs = (HOME, FIGURES, Link(figure.name, ""))
    said = f"{say_period(figure.latest.period)}：{figure.say(figure.latest)}。{figure.definition}"
    head = HeadView(figure.name, said, address_of(figure), "figures", crumbs, figure.sample)
    shown = (show_figure(figure, site),)
    return FiguresView(head, figure.name, "", shown, (), (), FIGURES)


def _view_figures(site: Site, leaf: Leaf) -> FiguresView:
    figures = [entry for part, start, end in leaf.sheet for entry in part.entries[start:end]]
    sample = any(figure.sample for figure in figures)
    head = leaf.name(HeadView(FIGURES.title, INTRO, FIGURES.url, "figures", (HOME, Link(FIGURES.title, "")), sample))
    reckoned = reckon(all_cases(site.sources)) if leaf.number == 1 else ()
    shown = tuple(show_figure(figure, site) for figure in figures)
    return FiguresView(head, head.title, INTRO, shown, leaf.pages, tuple(_show_reckoned(reckoned)), None)


def _show_reckoned(figures: Iterable[Reckoned]) -> Iterator[ReckonedView]:
    return (ReckonedView(one.name, one.words, one.definition) for one in figures)


def show_figure(figure: Figure, site: Site) -> StatedView:
    """A figure as pages show it."""
    latest = figure.latest
    file = figure_sheet_address(figure)
    return StatedView(
        id=figure.id,
        name=figure.name,
        latest=figure.say(latest),
        when=say_period(latest.period),
        definition=figure.definition,
        source=figure.source,
        plot=_draw(figure),
        values=tuple(ValueView(say_period(v.period), figure.say(v)) for v in figure.values),
        file=Link(f"{figure.name}（CSV）", file),
        page=Link(figure.name, address_of(figure)),
        series=series_link(figure.series, site),
    )


def _draw(figure: Figure) -> Markup:
    """One number alone makes no plot."""
    if figure.plot == "table" or len(figure.values) == 1:
        return Markup()
    points = [
        PlotPoint(say_period(v.period), None if v.value is None else Fraction(v.value), figure.say(v), v.place)
        for v in figure.values
    ]
    return (draw_line if figure.plot == "line" else draw_bars)(points, figure.name)
