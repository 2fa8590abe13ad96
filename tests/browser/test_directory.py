"""The filter of the service directory in a real browser, against the same question asked of the sources."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from plugins.model.addresses import address_of, category_address
from plugins.model.sources import Sources
from plugins.rules.reader import read
from tests.browser.test_browser import FULL, MODES, check_modes, visit
from tests.conftest import TOWN

pytestmark = pytest.mark.browser

LABELS = {"category": "办什么事", "audience": "给谁用", "place": "住在哪里"}
STEP = 20
DIRECTORY = "/services/"


@pytest.fixture(scope="module")
def sources() -> Sources:
    found = read(TOWN).sources
    assert found
    return found


def wanted(sources: Sources, category: str = "", audience: str = "", place: str = "") -> list[str]:
    """The addresses the filter must find, those of the place itself first."""
    fits = [
        s
        for s in sources.services
        if (not category or s.category == category)
        and (not audience or audience in s.audience)
        and (not place or {"", place} & set(sources.places_of(s)))
    ]
    here = [s for s in fits if place and place in sources.places_of(s)]
    return [address_of(s) for s in (*here, *(s for s in fits if s not in here))]


def found(page: Page) -> list[str]:
    links: list[str] = page.locator("[data-found] .card__link").evaluate_all(
        "all => all.map(a => new URL(a.href).pathname)"
    )
    return links


def show_all(page: Page) -> None:
    """What is shown some at a time."""
    while (more := page.locator("[data-more]")).is_visible():
        more.click()


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def choose(page: Page, **terms: str) -> None:
    for name, value in terms.items():
        page.get_by_label(LABELS[name]).select_option(value)


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_every_choice_finds_what_the_sources_say(chromium: Browser, host: str, sources: Sources) -> None:
    """FULL=1 (`make browser`): all 1,000; else every term alone and 120 others."""
    community = sources.community
    terms = [
        ["", *(c.id for c in community.categories)],
        ["", *(a.id for a in community.audiences)],
        ["", *sources.place],
    ]
    with visit(chromium, host, DIRECTORY) as at:
        page = at.page
        choose(page, category=community.categories[0].id)
        expect(status(page)).to_contain_text("找到")
        ask = """async (choices) => {
            const form = document.querySelector('form.filter').elements, answers = [];
            for (const [category, audience, place] of choices) {
                [form.category.value, form.audience.value, form.place.value] = [category, audience, place];
                form.place.dispatchEvent(new Event('change', {bubbles: true}));
                await new Promise(done => setTimeout(done));
                answers.push([
                    [...document.querySelectorAll('[data-found] .card__link')].map(a => new URL(a.href).pathname),
                    document.querySelector('form.filter [role=status]').textContent]);
            }
            return answers;
        }"""
        choices = [list(c) for c in product(*terms) if any(c)]
        assert len(choices) == 13 * 11 * 7 - 1
        if not FULL:
            one = [c for c in choices if c.count("") == 2]
            choices = one + random.Random(11).sample([c for c in choices if c not in one], 120)
        differing = []
        for choice, (urls, words) in zip(choices, page.evaluate(ask, choices), strict=True):
            right = wanted(sources, *choice)
            said = f"找到 {len(right)} 项服务" if right else "没有找到符合条件的服务"
            if (urls, words) != (right[:STEP], said):
                differing.append((choice, urls, right, words))
        assert differing == []
        assert at.faults == []


def test_a_filtered_page_is_a_link_and_back_goes_back(chromium: Browser, host: str, sources: Sources) -> None:
    with visit(chromium, host, DIRECTORY) as at:
        page = at.page
        choose(page, audience="elders")
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, '', 'elders'))} 项服务")
        choose(page, category="elder-care")
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, 'elder-care', 'elders'))} 项服务")
        assert query(page) == {"category": "elder-care", "audience": "elders"}
        sent = page.url
        page.go_back()
        expect(page.get_by_label(LABELS["category"])).to_have_value("")
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, '', 'elders'))} 项服务")
        page.go_back()
        expect(page.locator("[data-found]")).to_be_hidden()
        expect(page.locator("h1")).to_have_text("服务")
        page.go_forward()
        expect(page.get_by_label(LABELS["audience"])).to_have_value("elders")
        page.goto(sent)
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, 'elder-care', 'elders'))} 项服务")
        assert found(page) == wanted(sources, "elder-care", "elders")
        page.locator("[data-found] .card__link").first.click()
        expect(page.locator("h1")).to_have_text(sources.service[found_id(page)].name)
        page.go_back()
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, 'elder-care', 'elders'))} 项服务")
        assert at.faults == []


def found_id(page: Page) -> str:
    return urlsplit(page.url).path.split("/")[2]


def test_a_page_of_one_category_opens_with_it_chosen(chromium: Browser, host: str, sources: Sources) -> None:
    address = "/services/category/elder-care/"
    with visit(chromium, host, address) as at:
        page = at.page
        expect(page.get_by_label(LABELS["category"])).to_have_value("elder-care")
        expect(page.locator("[data-found]")).to_be_hidden()
        choose(page, audience="disabled")
        expect(status(page)).to_have_text(f"找到 {len(wanted(sources, 'elder-care', 'disabled'))} 项服务")
        assert (urlsplit(page.url).path, query(page)) == (
            DIRECTORY,
            {"category": "elder-care", "audience": "disabled"},
        )
        expect(page.locator("h1")).to_have_text("找服务")
        page.go_back()
        expect(page.locator("h1")).to_have_text("养老服务")
        expect(page.locator("[data-found]")).to_be_hidden()
        assert urlsplit(page.url).path == address
        page.get_by_role("button", name="清空条件").click()
        expect(status(page)).to_have_text(f"找到 {len(sources.services)} 项服务")
        assert (urlsplit(page.url).path, query(page)) == (DIRECTORY, {})
        assert at.faults == []


@pytest.mark.parametrize("clock", ["08:59", "09:00", "11:59", "12:00", "17:59", "18:00", "23:30"])
def test_open_now_finds_what_is_open_on_the_clock_of_the_site(
    chromium: Browser, host: str, sources: Sources, clock: str
) -> None:
    """A plain Tuesday, looked at from New York."""
    hour, minute = map(int, clock.split(":"))
    minutes = 60 * hour + minute

    def is_open(service: str) -> bool:
        entry = sources.service[service.split("/")[2]]
        hours = sources.location[entry.open_with].hours if entry.open_with else entry.hours
        return any(a <= minutes < b for a, b in hours.spans_on(date(2026, 11, 24))) if hours else False

    right = [address for address in wanted(sources) if is_open(address)]
    with visit(chromium, host, "/404.html", timezone_id="America/New_York") as at:
        page = at.page
        page.clock.set_fixed_time(f"2026-11-24T{clock}:30+08:00")
        page.goto(host + "/services/?open=1")
        expect(page.get_by_label("现在开着")).to_be_checked()
        expect(status(page)).to_have_text(f"找到 {len(right)} 项服务" if right else "没有找到符合条件的服务")
        show_all(page)
        assert found(page) == right
        assert query(page) == {"open": "1"}


def test_what_has_closed_meanwhile_goes_from_the_list(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/404.html", alone=True) as at:
        page = at.page
        page.clock.install(time="2026-11-24T11:58:30+08:00")
        page.goto(host + "/services/?open=1")
        expect(page.locator("[data-found] a[href='/services/bus-pass/']")).to_be_visible()
        page.clock.fast_forward(150_000)
        expect(page.locator("[data-found] a[href='/services/bus-pass/']")).to_have_count(0)
        page.get_by_label("现在开着").uncheck()
        expect(page.locator("[data-found]")).to_be_hidden()


def test_nothing_found_says_what_to_do(chromium: Browser, host: str, sources: Sources) -> None:
    with visit(chromium, host, "/services/?category=petitions&audience=youth", 360) as at:
        page = at.page
        assert wanted(sources, "petitions", "youth") == []
        expect(status(page)).to_have_text("没有找到符合条件的服务")
        advice = page.locator(".found__none")
        expect(advice).to_contain_text("少选一个条件")
        assert advice.locator("a").get_attribute("href") == "tel:075555500100"
        page.get_by_role("button", name="清空条件").click()
        expect(page.locator("[data-found]")).to_be_hidden()
        assert page.evaluate("document.activeElement.name") == "category"
        assert urlsplit(page.url).query == ""
        assert at.faults == []


def test_a_term_nobody_knows_is_left_out(chromium: Browser, host: str, sources: Sources) -> None:
    with visit(chromium, host, "/services/?category=no-such&audience=elders&utm=x") as at:
        expect(status(at.page)).to_have_text(f"找到 {len(wanted(sources, '', 'elders'))} 项服务")
        assert at.faults == []


def test_a_found_card_is_the_card_of_the_page(chromium: Browser, host: str, sources: Sources) -> None:
    """Same words, same links and same markup, but for the level of the heading."""
    script = """() => Object.fromEntries([...document.querySelectorAll(SCOPE + ' .card')].map(card =>
        [card.querySelector('.card__link').pathname, card.textContent.replace(/\\s+/g, ' ').trim() + ' ' +
         [...card.querySelectorAll('a')].map(a => a.href).join(' ') + ' ' +
         [...card.querySelectorAll('*:not(.whole)')].map(e => e.className).join(' ')]))"""
    with visit(chromium, host, DIRECTORY) as at:
        page = at.page
        plain = {}
        for category in sources.services_by_category:
            page.goto(host + category_address(category))
            plain |= page.evaluate(script.replace("SCOPE", "'[data-plain]'"))
        assert len(plain) == len(sources.services)
        page.goto(host + "/services/?place=qingqiao")
        expect(status(page)).to_contain_text("找到")
        show_all(page)
        shown = page.evaluate(script.replace("SCOPE", "'[data-found]'"))
        assert len(shown) == len(wanted(sources, place="qingqiao"))
        assert [(shown[a], plain[a]) for a in shown if shown[a] != plain[a]] == []


def test_many_are_shown_some_at_a_time(chromium: Browser, host: str) -> None:
    rows = [
        [
            f"s-{i}",
            f"服务{i}",
            "说明",
            "petitions",
            ["youth"],
            [""],
            "免费",
            "12345",
            "tel:12345",
            "每天 8:00—18:00" * (i % 2),
            -1,
        ]
        for i in range(70)
    ]
    body = json.dumps({"hours": [], "services": rows})

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    with visit(chromium, host, DIRECTORY, 360) as at:
        page = at.page
        page.route("**/services/index.json", answer)
        choose(page, category="petitions")
        expect(status(page)).to_have_text("找到 70 项服务")
        assert len(found(page)) == STEP
        button = page.locator("[data-more]")
        expect(button).to_have_text("再看一些（还有 50 项）")
        button.click()
        expect(button).to_have_text("再看一些（还有 30 项）")
        assert page.evaluate("document.activeElement.getAttribute('href')") == f"/services/s-{STEP}/"
        show_all(page)
        expect(button).to_be_hidden()
        assert found(page) == [f"/services/s-{i}/" for i in range(70)]
        assert page.locator("[data-found] a[href='tel:12345']").count() == 70
        assert page.locator("[data-found] .hours", has_text="每天").count() == 35
        assert at.faults == []


def test_without_the_index_the_plain_lists_stay(chromium: Browser, host: str) -> None:
    with visit(chromium, host, DIRECTORY) as at:
        page = at.page
        page.route("**/services/index.json", lambda route: route.abort())
        choose(page, category="petitions")
        expect(status(page)).to_contain_text("没能取到")
        expect(page.locator("[data-plain] .fold__head").first).to_be_visible()
        page.unroute("**/services/index.json")
        choose(page, category="elder-care")
        expect(status(page)).to_contain_text("找到")


def test_the_filter_is_not_there_without_script(chromium: Browser, host: str, sources: Sources) -> None:
    with visit(chromium, host, DIRECTORY, 360, java_script_enabled=False) as at:
        page = at.page
        expect(page.locator("form.filter")).to_be_hidden()
        expect(page.locator("[data-found]")).to_be_hidden()
        for ways in ("category", "audience", "place"):
            assert page.locator(f"main a[href^='/services/{ways}/']").count() >= 6
        assert page.locator(".fold .lines__link").count() == len(sources.services)
        assert page.evaluate("document.documentElement.scrollHeight") < 6 * 640
        page.locator(".fold__head").first.click()
        expect(page.locator(".fold .lines__link").first).to_be_visible()
        assert at.faults == []


@pytest.mark.parametrize("address", ["/services/?audience=elders", "/services/?category=petitions&audience=youth"])
def test_axe_finds_nothing_in_what_is_found(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address) as at:
        expect(status(at.page)).not_to_be_empty()
        expect(status(at.page)).not_to_contain_text("正在")
        check_modes(at.page, MODES, len(address))
        assert status(at.page).inner_text()


def test_what_is_tapped_in_the_filter_is_large_enough(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/services/?audience=elders", 360) as at:
        page = at.page
        expect(status(page)).to_contain_text("找到")
        boxes = page.locator(".filter select, .filter button, .filter label, [data-found] a").evaluate_all(
            "all => all.map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().height])"
        )
        assert len(boxes) > 10
        assert [b for b in boxes if 0 < b[1] < 43.5] == []
