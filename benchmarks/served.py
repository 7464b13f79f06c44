"""The program as it is served: `python app.py` on a port of its own, and people who are signed in to it."""

import http.cookiejar
import json
import os
import re
import secrets
import shlex
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.people import Said, add_demo_people
from common.settings import PROJECT_FOLDER
from common.viewer import Viewer
from data.database import Database

WORKERS = 2
_PATIENCE = 120
_CALL = "/_dash-update-component"


@dataclass(frozen=True)
class Site:
    """A server that runs: its address, the process above its workers, and where it notes how long requests took."""

    address: str
    pid: int
    log: Path

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return [int(one) for one in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("utf-8").split()]

    def server_times(self) -> list[float]:
        """The seconds the workers spent on each callback so far."""
        lines = (line.split() for line in self.log.read_text("utf-8").splitlines())
        return [int(micros) / 10**6 for micros, method, path in lines if (method, path) == ("POST", _CALL)]

    def memory(self) -> dict[str, float]:
        """Of the worker with most, in GB: what it holds now, its share of that, and the most it has held."""
        found = [_memory_of(pid) for pid in self.workers]
        return {name: max(one[name] for one in found) for name in ("Rss", "Pss", "VmHWM")}


def _memory_of(pid: int) -> dict[str, float]:
    lines = [
        line.split()
        for file in ("smaps_rollup", "status")
        for line in Path(f"/proc/{pid}/{file}").read_text("utf-8").splitlines()
    ]
    return {line[0].rstrip(":"): int(line[1]) * 1024 / 10**9 for line in lines if line[0] in ("Rss:", "Pss:", "VmHWM:")}


def add_people(url: str, count: int) -> None:
    """So many leaders, who come in without a password as in any demonstration."""
    database = Database(url)
    with database.writing() as session:
        people = [(f"leader{number}", Said(f"领导{number}", "leader")) for number in range(count)]
        add_demo_people(session, Viewer("benchmark", "operator"), people)
        session.commit()
    database.close()


@contextmanager
def served(url: str, folder: Path) -> Iterator[Site]:
    """Serve a database, as `make run` does, with two workers; everything is written into the folder."""
    port, log = _free_port(), folder / "requests.log"
    log.touch()
    arguments = ["--access-logfile", str(log), "--access-logformat", "%(D)s %(m)s %(U)s"]
    environment = {
        **os.environ,
        "DABIAO_DATABASE_URL": url,
        "DABIAO_VAR": str(folder),
        "DABIAO_PORT": str(port),
        "DABIAO_WORKERS": str(WORKERS),
        "DABIAO_DEMO": "1",
        "DABIAO_SECRET_KEY": secrets.token_hex(),
        "GUNICORN_CMD_ARGS": shlex.join(arguments),
    }
    command = [sys.executable, "app.py"]
    with (folder / "server.log").open("w") as said:
        process = subprocess.Popen(command, cwd=PROJECT_FOLDER, env=environment, stdout=said, stderr=said)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(process, address)
            yield Site(address, process.pid, log)
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=_PATIENCE).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server does not answer")


class Person:
    """Somebody signed in, whose browser has loaded the program and calls its callbacks."""

    def __init__(self, site: Site, name: str) -> None:
        self._site = site
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        form = self._get("/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token, "the sign-in page has a token"
        self._post_form("/sign-in/demo", {"name": name, "next": "/method", "csrf_token": token[1]})
        self._dependencies: list[dict[str, Any]] = json.loads(self._get("/_dash-dependencies"))

    def click(self, address: str) -> str:
        """Go to a page, or to a figure's panel where it is a fragment; what comes back."""
        if address.startswith("#"):
            return self._call("source-panel.opened", {"address.hash": address, "address.search": ""})
        path, _mark, query = address.partition("?")
        said = {"_pages_location.pathname": path, "_pages_location.search": f"?{query}" if query else ""}
        return self._call("_pages_content.children", said)

    def _call(self, output: str, values: Mapping[str, str]) -> str:
        """Call the callback with this first output as the browser does; the first of its inputs has changed."""
        callback = next(one for one in self._dependencies if _outputs(one["output"])[0] == output)
        inputs, state = ([_said(end, values) for end in callback[part]] for part in ("inputs", "state"))
        ends = (one.rsplit(".", 1) for one in _outputs(callback["output"]))
        outputs = [{"id": id, "property": name} for id, name in ends]
        body = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            "inputs": inputs,
            "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
            "state": state,
        }
        token = next(one.value for one in self._cookies if one.name == "_csrf_token")
        headers = {"Content-Type": "application/json", "X-CSRFToken": token or ""}
        return self._open(urllib.request.Request(self._site.address + _CALL, json.dumps(body).encode(), headers))

    def _get(self, path: str) -> str:
        return self._open(urllib.request.Request(self._site.address + path, headers={"Accept": "text/html"}))

    def _post_form(self, path: str, form: Mapping[str, str]) -> str:
        content = urllib.parse.urlencode(form).encode()
        return self._open(urllib.request.Request(self._site.address + path, content, {"Accept": "text/html"}))

    def _open(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=_PATIENCE) as answer:
            content: bytes = answer.read()
        return content.decode()


def _outputs(output: str) -> Sequence[str]:
    return output.strip(".").split("...") if output.startswith("..") else [output]


def _said(end: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Any]:
    return {**end, "value": values.get(f"{end['id']}.{end['property']}")}
