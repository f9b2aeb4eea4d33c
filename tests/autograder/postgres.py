"""A PostgreSQL server of the tests' own: Debian's programs, run by an ordinary user in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import sqlalchemy

PROGRAMS = Path("/usr/lib/postgresql")


class Server:
    """A server that listens in a Unix socket only; a context manager. PostgreSQL itself refuses to run as root."""

    def __init__(self):
        self.bin = max(PROGRAMS.glob("*/bin"), key=lambda place: int(place.parent.name))
        self.place = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        os.chown(self.place, self.user.pw_uid, self.user.pw_gid)
        self._databases = 0

    def __enter__(self) -> Server:
        self._run("initdb", "--auth=trust", "--no-locale", "--encoding=UTF8", f"--pgdata={self.place / 'data'}")
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()
        shutil.rmtree(self.place)

    def start(self) -> None:
        options = f"-k {self.place} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self.place / 'data'}", "--options", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop without a word to the clients, as in a crash."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}", f"--pgdata={self.place / 'data'}")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{self.user.pw_name}@/{name}?host={self.place}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        self._databases += 1
        name = f"course_{self._databases}"
        engine = sqlalchemy.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f"create database {name} template {template}"))
        engine.dispose()
        return name

    def _run(self, program: str, *arguments: str) -> None:
        with (self.place / "log").open("ab") as log:
            subprocess.run(
                [self.bin / program, *arguments],
                check=True,
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **(
                    {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
                    if os.geteuid() == 0
                    else {}
                ),
            )
