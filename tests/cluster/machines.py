"""The parts of a set-up of several machines, each started on a port of its own of this one and ended with it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
OWNER = "postgres"
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log stderr crit; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    gzip on; gzip_proxied any; gzip_min_length 1000;
    gzip_types text/css text/csv text/plain application/json application/xml application/atom+xml image/svg+xml;
    upstream tracker {{ {servers} keepalive 8; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://tracker;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_connect_timeout 2s;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Return as soon as something holds; raises TimeoutError, naming it, after a minute."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections on this port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def missing() -> list[str]:
    """The programs that are not there."""
    found = {name: shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("redis-server", "nginx")}
    found["postgresql"] = str(postgres_programs() or "")
    return [name for name, path in found.items() if not path]


def postgres_programs() -> Path | None:
    """Where initdb and its like are, the latest version; None if they are not there."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    places = [*reversed(kept), *map(Path, os.environ["PATH"].split(":"))]
    needed = ("initdb", "pg_ctl", "pg_basebackup")
    return next((place for place in places if all((place / name).is_file() for name in needed)), None)


@contextlib.contextmanager
def running(
    command: list[object], port: int, environment: Mapping[str, str] | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen]:
    """A process that listens on a port, ended with the block."""
    process = subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=stderr
    )
    try:
        wait_until(lambda: listens(port) or process.poll() is not None, f"{command[0]} does not start")
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended at once")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A PostgreSQL server in a folder of its own; started by root it runs as the user postgres, never as root."""

    def __init__(self, folder: Path, name: str) -> None:
        self.programs = postgres_programs()
        self.data, self.port = folder / name, free_port()
        self.user = OWNER if os.geteuid() == 0 else None
        self.url = f"postgres://{OWNER}@127.0.0.1:{self.port}/tracker"

    def make(self) -> None:
        """Make it empty, so that replicas may follow."""
        self._prepare()
        self._run("initdb", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--no-sync", "-D", self.data)

    def copy(self, primary: Postgres) -> None:
        """Make it a copy that follows another one."""
        self._prepare()
        source = ["-h", "127.0.0.1", "-p", primary.port, "-U", OWNER]
        self._run("pg_basebackup", *source, "-D", self.data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync")

    def start(self) -> None:
        """Start it and wait for it."""
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        # What is here is thrown away, so nothing has to survive a loss of power.
        options += " -c fsync=off -c max_connections=60 -c shared_buffers=32MB"
        self._run("pg_ctl", "start", "-w", "-s", "-D", self.data, "-l", self.data / "log", "-o", options)

    def stop(self) -> None:
        """Stop it at once, as a crash would; nothing happens if it does not run."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", self.data, stderr=subprocess.DEVNULL)

    def ask(self, statement: str, database: str = "tracker") -> str:
        """The first value that a statement gives."""
        import psycopg  # needed by this script alone

        address = self.url.replace("/tracker", f"/{database}")
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement)
            return str(cursor.fetchone()[0]) if cursor.description else ""

    def _prepare(self) -> None:
        self.data.mkdir(mode=0o700)
        if self.user:
            os.chown(self.data, pwd.getpwnam(self.user).pw_uid, pwd.getpwnam(self.user).pw_gid)

    def _run(self, program: str, *words: object, stderr: int | None = None) -> None:
        command = [str(self.programs / program), *map(str, words)] if self.programs else []
        subprocess.run(
            command, user=self.user, cwd="/", check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=stderr
        )


def redis(port: int, folder: Path) -> contextlib.AbstractContextManager[subprocess.Popen]:
    """A Redis that keeps nothing on disk."""
    words = [
        "redis-server",
        "--port",
        port,
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        folder,
        "--loglevel",
        "warning",
    ]
    return running(list(words), port)


def application(port: int, environment: Mapping[str, str]) -> contextlib.AbstractContextManager[subprocess.Popen]:
    """One application server."""
    words = [sys.executable, "-m", "gunicorn", "allianz.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", 1]
    return running([*words, "--threads", 2, "--no-control-socket", "--log-level", "error"], port, environment)


def nginx(port: int, servers: list[int], folder: Path) -> contextlib.AbstractContextManager[subprocess.Popen]:
    """The proxy in front."""
    text = NGINX.format(
        folder=folder,
        port=port,
        user="user root;" if os.geteuid() == 0 else "",
        servers=" ".join(f"server 127.0.0.1:{number} max_fails=1 fail_timeout=5s;" for number in servers),
    )
    (folder / "nginx.conf").write_text(text)
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    return running([program, "-c", folder / "nginx.conf", "-p", folder, "-e", "stderr"], port)


def object_storage(port: int) -> contextlib.AbstractContextManager[subprocess.Popen]:
    """A stand-in for an object storage."""
    # It tells every request there.
    return running(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port], port, stderr=subprocess.DEVNULL
    )
