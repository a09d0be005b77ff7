"""What a first visit costs: bytes over the wire, and the server's memory at rest.

    python bench/first_page.py

Starts the demo in a folder of its own, opens the home page as a new phone would (page, style,
script, face, pictures, all compressed) and reads the memory of the server once it is quiet. Goals:
60 KB, 120 MB.
"""

import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).parent.parent
SERVE = "from web.cli import main; main()"
KILOBYTES, MEGABYTES = 60, 120
REST_SECONDS = 10
NEEDED = re.compile(r'<(?:link[^>]+?rel="(?:stylesheet|icon)"|script|img)[^>]*')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
IN_STYLE = re.compile(r'url\(["\']?([^"\')]+)')


def fetch(url: str) -> tuple[int, str]:
    """Return how many bytes an address sends, head included, and its text."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        head = len(str(answer.headers))
        packed = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(body) if packed else body).decode("utf-8", "replace")
    return head + len(body), text


def first_visit(url: str) -> dict[str, int]:
    """Return the bytes of a page and of everything it needs to look right, by address."""
    sizes: dict[str, int] = {}
    waiting = [url]
    while waiting:
        address = waiting.pop()
        if address in sizes or address.startswith("data:"):
            continue
        sizes[address], text = fetch(address)
        if address == url:
            tags = " ".join(NEEDED.findall(text))
            waiting += [urljoin(url, found) for found in ADDRESS.findall(tags)]
        elif ".css" in address:
            waiting += [urljoin(address, found) for found in IN_STYLE.findall(text)]
    return sizes


def resident_megabytes(pid: int) -> float:
    """Return the memory that a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+) kB", status)
    return int(kilobytes) / 1024


def main() -> None:
    """Print both figures beside their goals; exit 1 where one is missed."""
    with tempfile.TemporaryDirectory(prefix="mufakat-first-page-") as folder:
        command = [
            sys.executable,
            "-c",
            SERVE,
            "demo",
            "--port",
            "0",
            "--json",
            "--data-dir",
            folder,
        ]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
            try:
                url = json.loads(server.stdout.readline() if server.stdout else b"")["url"] + "/"
                sizes = first_visit(url)
                time.sleep(REST_SECONDS)
                memory = resident_megabytes(server.pid)
            finally:
                server.terminate()
    for address, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"  {size:7} bytes  {address.removeprefix(url.rstrip('/'))}")
    total = sum(sizes.values()) / 1024
    print(f"first page      {total:6.1f} KB   goal {KILOBYTES} KB")
    print(f"memory at rest  {memory:6.1f} MB   goal {MEGABYTES} MB")
    sys.exit(total > KILOBYTES or memory > MEGABYTES)


if __name__ == "__main__":
    main()
