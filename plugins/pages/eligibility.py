"""我能不能办 as nested details, which open without a script; hides how a tree becomes HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from plugins.model import Ask, number_asks
from plugins.site import Site, link_to, show_words


def draw_questions(asks: Sequence[Ask], site: Site) -> Markup:
    """The first question with all that may follow; empty where nothing is asked."""
    return _draw(0, asks, number_asks(asks), site) if asks else Markup()


def _draw(i: int, asks: Sequence[Ask], numbers: Mapping[str, int], site: Site) -> Markup:
    ask = asks[i]
    ways = Markup().join(
        Markup('<details class="asks__way"><summary class="asks__answer">{}</summary>{}</details>').format(
            word, _follow(answer, asks, numbers, site)
        )
        for word, answer in (("是", ask.yes), ("不是", ask.no))
    )
    return Markup('<div class="asks"><p class="asks__ask">{}</p>{}</div>').format(ask.ask, ways)


def _follow(answer: str, asks: Sequence[Ask], numbers: Mapping[str, int], site: Site) -> Markup:
    if answer in numbers:
        return _draw(numbers[answer], asks, numbers, site)
    service = site.sources.service.get(answer)
    if service:
        link = link_to(service)
        return Markup('<p class="asks__end">可以办：<a class="link link--line" href="{}{}">{}</a></p>').format(
            site.root, link.url, link.title
        )
    return Markup('<p class="asks__end">{}</p>').format(show_words(answer, site))
