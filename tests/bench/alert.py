"""`make bench-alert`: from `kangle alert` to the new bytes coming out of nginx, on the town and on many stories.

python -m tests.bench.alert [--stories 0,10000]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.pairs import make_content
from tests.conftest import TOWN
from tests.hosting.served import ask, find_port, run_nginx

ROOT = Path(__file__).parents[2]
WORDS = "台风红色预警，请留在室内"
PAGES = ("/", "/places/", "/404.html", "/news/")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.alert")
    parser.add_argument("--stories", default="0,10000", help="how many stories beside the town's own; 0 is the town")
    for count in map(int, parser.parse_args().stories.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))


def measure(count: int, place: Path) -> None:
    """Build, serve, warn, build again, and say how long it took until every page asked for has the words."""
    content, port = place / "content", find_port()
    if count:
        make_content(ROOT, content, count)
    else:
        shutil.copytree(TOWN, content)
    url = f"http://127.0.0.1:{port}"
    site = ("--content", str(content))
    kangle(url, "build", *site, "--output", str(place / "output"))
    settings = kangle(url, "nginx", str(place / "output"), "--listen", f"127.0.0.1:{port}", *site)
    pages = sum(1 for _ in (place / "output").rglob("*.html"))
    with run_nginx(place / "nginx", settings, port):
        assert WORDS.encode() not in ask(url + "/").data
        before, began = spent(), time.monotonic()
        kangle(url, "alert", WORDS, "--level", "红", *site)
        kangle(url, "build", *site, "--output", str(place / "output"))
        served = [WORDS.encode() in ask(url + page).data for page in PAGES]
        took, cpu = time.monotonic() - began, spent() - before
        assert all(served), served
    sys.stdout.write(f"{pages} 页：从 kangle alert 到 nginx 送出 {took:.1f} 秒，用了 {cpu:.1f} 秒 CPU\n")


def spent() -> float:
    """CPU seconds of everything that was run and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def kangle(url: str, *words: str) -> str:
    command = [sys.executable, "-m", "plugins", *words]
    environ = {**os.environ, "SITE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__":
    main()
