"""Readers talk below a story, by a real Isso: written, looked at, shown, deleted; hostile words stay words."""

from __future__ import annotations

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from plugins.commands.discuss import discuss, write_settings
from tests.browser.conftest import serve_folder
from tests.builds import build_here
from tests.conftest import EXAMPLE, NOW
from tests.pages.conftest import BuiltSite

STORY = "/news/2026/lantern/"
PAYLOADS = tuple(
    shape.format(way)
    for way in ("alert(1)", "alert(document.domain)", "alert`1`", "window.alert(2)", "top.alert(3)")
    for shape in (
        "<script>{}</script>",
        "<img src=x onerror={}>",
        "<svg onload={}>",
        "[点我](javascript:{})",
        "<a href='javascript:{}'>看</a>",
        "<iframe srcdoc='<script>{}</script>'></iframe>",
        '"><details open ontoggle={}>',
        "`<body onpageshow={}>`",
    )
)


@dataclass
class Talk:
    """A site, and the server it talks to."""

    host: str
    server: str
    database: Path
    run: subprocess.Popen[bytes]
    site: Path
    settings: Path

    def approve(self) -> None:
        with closing(sqlite3.connect(self.database)) as database:
            database.execute("UPDATE comments SET mode = 1")
            database.commit()

    def approve_by_hand(self, browser: Browser) -> None:
        """As an editor does, on the server's own page."""
        password = re.search(r"^password = (.+)$", self.settings.read_text("utf-8"), re.M)
        assert password
        page = browser.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{self.server}/admin/")
        page.fill("input[type=password]", password[1])
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Pending (")
        page.locator("a", has_text="Validate").first.click()
        page.wait_for_selector("a:has-text('Validate')", state="hidden")
        page.close()

    def count(self) -> int:
        with closing(sqlite3.connect(self.database)) as database:
            return int(database.execute("SELECT count(*) FROM comments").fetchone()[0])


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    folder = tmp_path_factory.mktemp("talk")
    port = find_port()
    content = folder / "content"
    shutil.copytree(EXAMPLE, content)
    community = content / "data" / "community.yaml"
    community.write_text(community.read_text("utf-8") + f"discussion: {{url: 'http://127.0.0.1:{port}'}}\n", "utf-8")
    build_here(content, folder / "output", NOW)
    with serve_folder(BuiltSite(folder / "output")) as host:
        settings = write_settings(folder, port)
        text = (
            settings.read_text("utf-8")
            .replace("http://127.0.0.1:8000", host)
            .replace("ratelimit = 2", "ratelimit = 99")
        )
        settings.write_text(text.replace("direct-reply = 3", "direct-reply = 99"), "utf-8")
        program = Path(sys.executable).with_name("isso")
        run = subprocess.Popen([program, "-c", settings, "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = f"http://127.0.0.1:{port}"
        try:
            wait_for(port)
            yield Talk(host, server, folder / "comments.db", run, folder / "output", settings)
        finally:
            run.kill()
            run.wait()


def find_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(300):
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("Isso did not start")


def say(page: Page, words: str) -> None:
    page.fill("#talk-text", words)
    page.click("[data-form] button")
    page.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('收到了')")


def open_story(browser: Browser, talk: Talk) -> Page:
    page = browser.new_page()
    page.goto(talk.host + STORY)
    page.wait_for_selector("[data-form]:not([hidden])")
    return page


def test_what_is_written_shows_after_somebody_looked_at_it_and_can_be_deleted(chromium: Browser, talk: Talk) -> None:
    page = open_story(chromium, talk)
    say(page, "灯笼在哪里领？\n问一问。")
    assert page.locator(".talk__item").count() == 2
    other = open_story(chromium, talk)
    assert "在哪里领" not in other.inner_text(".talk")
    talk.approve_by_hand(chromium)
    other.reload()
    other.wait_for_selector("text=在哪里领")
    page.click(".talk__remove")
    page.wait_for_function("() => document.querySelector('[data-told]').textContent === '已经删掉。'")
    assert talk.count() == 0
    other.reload()
    other.wait_for_selector("[data-form]:not([hidden])")
    assert "在哪里领" not in other.inner_text(".talk")
    page.close()
    other.close()


def test_forty_payloads_stay_words(chromium: Browser, talk: Talk) -> None:
    for number, payload in enumerate(PAYLOADS):
        body = json.dumps({"text": f"{number} {payload}", "title": "灯笼", "author": payload}).encode()
        headers = {"Content-Type": "application/json", "Origin": talk.host}
        urllib.request.urlopen(urllib.request.Request(f"{talk.server}/new?uri={STORY}", body, headers), timeout=20)
    talk.approve()
    alerts: list[str] = []
    page = chromium.new_page()
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(talk.host + STORY)
    page.wait_for_selector("[data-form]:not([hidden])")
    shown = page.locator(".talk__text").all_text_contents()
    assert len(PAYLOADS) == 40
    assert all(f"{number} {payload}" in shown for number, payload in enumerate(PAYLOADS))
    assert page.locator(".talk__text *").count() == 0
    page.wait_for_timeout(300)
    assert alerts == []
    page.close()


def test_what_was_approved_becomes_a_source_without_its_writer(talk: Talk, tmp_path: Path) -> None:
    with closing(sqlite3.connect(talk.database)) as database:
        database.execute("UPDATE comments SET author = '某人', mode = 2 WHERE id % 2 = 0")
        database.execute("UPDATE comments SET author = '某人' WHERE id % 2 = 1")
        database.commit()
    run = CliRunner().invoke(discuss, ["export", str(talk.database), "--content", str(tmp_path)])
    assert run.exit_code == 0, run.output
    (file,) = (tmp_path / "data" / "discussion").iterdir()
    text = file.read_text("utf-8")
    assert text.count("- number:") == talk.count() / 2 == 20
    assert "某人" not in text
    assert "127.0.0" not in text


def test_the_policy_opens_on_pages_with_a_form_and_nowhere_else(talk: Talk) -> None:
    opened = {
        "/" + file.parent.relative_to(talk.site).as_posix() + "/"
        for file in talk.site.rglob("index.html")
        if talk.server in file.read_text("utf-8")
    }
    kinds = {(address.split("/")[1], address.count("/")) for address in opened}
    assert STORY in opened
    assert kinds == {("news", 4), ("activities", 4)}


def test_without_script_a_line_says_how_else(chromium: Browser, talk: Talk) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(talk.host + STORY)
    assert page.is_visible("[data-plain] a[href^='tel:']")
    assert page.is_hidden("[data-form]")
    assert "今年的灯笼比去年亮" in page.inner_text(".talk")
    context.close()


def test_when_the_server_is_down_the_page_says_so_and_keeps_what_was_taken_over(chromium: Browser, talk: Talk) -> None:
    page = open_story(chromium, talk)
    talk.run.kill()
    talk.run.wait()
    page.fill("#talk-text", "还在吗？")
    page.click("[data-form] button")
    page.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('连不上')")
    assert page.input_value("#talk-text") == "还在吗？"
    page.reload()
    page.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('连不上')")
    assert page.is_hidden("[data-form]")
    assert page.is_visible("[data-plain] a[href^='tel:']")
    assert "今年的灯笼比去年亮" in page.inner_text(".talk")
    page.close()
