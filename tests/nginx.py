"""Finds an nginx for the hosting tests, or gets one; run as a script it prints the path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

MISSING = "网站服务器的测试需要 nginx：请运行 sudo apt-get install nginx-light"


def find_nginx() -> str | None:
    """The path of nginx; Debian keeps it where an ordinary user's PATH does not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def get_nginx() -> str | None:
    """Find nginx, else install it with apt as root."""
    if not find_nginx() and os.geteuid() == 0 and shutil.which("apt-get"):
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "nginx-light"]):
            subprocess.run(["apt-get", *command], check=False, env=environ)
    return find_nginx()


if __name__ == "__main__":
    path = get_nginx()
    if path is None:
        sys.exit(MISSING)
    print(f"nginx：{path}")
