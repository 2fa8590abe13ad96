"""Finds a Chromium for the browser tests, or gets one; run as a script it prints the path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "浏览器测试需要 Chromium：请运行 sudo apt-get install chromium fonts-wqy-microhei，或设置 CHROMIUM=路径"


def find_chromium() -> str | None:
    """The path of $CHROMIUM, of a system Chromium or of playwright's own; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _find_playwright()


def _find_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get_chromium() -> str | None:
    """Find a Chromium, else install one: with apt as root, else with playwright."""
    if found := find_chromium():
        return found
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = ["chromium", "fonts-wqy-microhei"]
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environ)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, env=environ
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find_chromium()


if __name__ == "__main__":
    path = get_chromium()
    if path is None:
        sys.exit(MISSING)
    print(f"浏览器：{path}")
