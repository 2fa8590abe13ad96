"""The preview shows a save, says what is wrong, and writes nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 20.0


@dataclass(frozen=True)
class Served:
    """A running preview of a copy of the example site."""

    content: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_for(self, path: str, words: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if words in (text := self.get(path)[1]):
                return text
            time.sleep(0.02)
        raise AssertionError(f"{words} never came up on {path}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    content = folder / "content"
    shutil.copytree(ROOT / "tests" / "site", content)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-u",
        "-m",
        "plugins",
        "serve",
        "--content",
        str(content),
        "--port",
        str(port),
        "--as-of",
        "2026-11-23",
    ]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    assert "预览" in process.stdout.readline()
    yield Served(content, port, process)
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


def story(served: Served) -> tuple[Path, str]:
    from plugins.model.addresses import address_of
    from plugins.rules.reader import read

    sources = read(served.content).sources
    assert sources
    oldest = sources.news[-1]
    return served.content / oldest.path, address_of(oldest)


def test_a_page_is_served_with_the_reload_script(served: Served) -> None:
    status, text = served.get("/")
    assert status == 200
    assert '<script src="/.preview/reload.js"></script>' in text
    assert served.get("/.preview/reload.js")[0] == 200


def test_style_feeds_and_pictures_are_served(served: Served) -> None:
    css = served.get("/")[1].split('rel="stylesheet" href="')[1].split('"')[0]
    assert served.get(css)[0] == 200
    assert served.get("/feeds/all.atom")[0] == 200
    picture = next((served.content / "images").glob("*.svg")).name
    assert served.get(f"/images/{picture}")[0] == 200


def test_an_address_that_is_not_there_gets_the_404_page(served: Served) -> None:
    status, text = served.get("/nowhere/")
    assert status == 404
    assert "没有找到这一页" in text


def test_a_path_out_of_the_folder_is_not_served(served: Served) -> None:
    assert served.get("/images/..%2fdata/people.yaml")[0] == 404
    assert served.get("/data/people.yaml")[0] == 404


def test_a_save_comes_up(served: Served) -> None:
    file, address = story(served)
    text = file.read_text()
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(title, "title: 刚刚改过的标题"))
    served.wait_for(address, "刚刚改过的标题")


def test_a_problem_is_shown_in_the_browser_and_the_last_good_page_stays(served: Served) -> None:
    file, address = story(served)
    text = file.read_text()
    before = served.get(address)[1]
    file.write_text(text.replace("column: ", "colunm: "))
    deadline = time.monotonic() + PATIENCE
    problems: list[str] = []
    while not problems and time.monotonic() < deadline:
        problems = json.loads(served.get("/.preview/version?")[1])["problems"]
        time.sleep(0.05)
    assert any("colunm" in p and "是否想写 column" in p for p in problems)
    assert served.get(address)[1] == before
    file.write_text(text)
    while problems and time.monotonic() < deadline + PATIENCE:
        problems = json.loads(served.get("/.preview/version?")[1])["problems"]
        time.sleep(0.05)
    assert problems == []


def test_a_new_and_a_deleted_file_are_followed(served: Served) -> None:
    file, _ = story(served)
    fresh = file.with_name("brand-new.md")
    fresh.write_text(
        file.read_text().replace("aliases:", "# aliases:") if "aliases:" in file.read_text() else file.read_text()
    )
    address = story(served)[1].rsplit("/", 2)[0] + "/brand-new/"
    served.wait_for(address, "<h1")
    fresh.unlink()
    deadline = time.monotonic() + PATIENCE
    while served.get(address)[0] != 404:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_written(served: Served) -> None:
    assert not (served.content.parent / "output").exists()
    assert not (served.content.parent / ".kangle").exists()


def test_a_port_in_use_is_said(served: Served) -> None:
    command = [sys.executable, "-m", "plugins", "serve", "--content", str(served.content), "--port", str(served.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "端口" in done.stderr and "Traceback" not in done.stderr
