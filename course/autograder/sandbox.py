"""A bubblewrap sandbox around a warm runner, seen from the trusted side.

Inside there are the system's read-only programs, this Python and the `course` package; no home, no course folder, no
network, no other process. One submission at a time gets a process of its own in it. Whatever does not behave is
killed, and a sandbox that cannot be trusted to be clean is replaced by a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict

from course.autograder import seccomp
from course.autograder.channel import Channel, Gone, Silence
from course.autograder.containment import INSIDE, PACKAGE, environment, placed, wrapping
from course.autograder.orders import Ended, Process
from course.autograder.outputs import checked_outputs, stream
from course.autograder.processes import descendants, proportional, resident
from course.autograder.settings import BUBBLEWRAP, NONE, SECTION, Limits
from course.autograder.wire import WireError
from course.errors import CourseError
from course.language import _

OWN_UIDS = range(61184, 65000)
BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from course.autograder.runner import main; main(sys.argv[1:])"
WATCH_SECONDS = 0.05
READ_AHEAD = 1 << 16
CLEAN_SECONDS = 5.0
TRIAL = "import tempfile\nimport numpy as np\nwith tempfile.TemporaryFile():\n    print(np.ones(1_000_000).sum())"
TRIAL_SECONDS = 30.0  # far more than it takes: a busy machine is no reason to stop


class SandboxUnavailable(CourseError):
    """This machine cannot give the isolation asked for; the message says what is missing and what to do."""


class SandboxBroken(Exception):
    """The runner was killed, stopped answering or left something behind; the sandbox is closed."""


class Sandbox:
    """Starts processes for submissions; a context manager. `isolation` is "bubblewrap" or, said aloud, "none".

    Without `figures` its processes import what draws when they need it, and cost less until then.
    """

    def __init__(self, limits: Limits | None = None, isolation: str = BUBBLEWRAP, figures: bool = True):
        if isolation not in (BUBBLEWRAP, NONE):
            raise ValueError(f"isolation must be {BUBBLEWRAP!r} or {NONE!r}, got {isolation!r}")
        self.limits = limits or Limits()
        self.isolation = isolation
        self.figures = figures
        self.starts = 0
        self._runner: subprocess.Popen | None = None
        self._control: Channel | None = None
        self._folder: str | None = None
        self._next_watch = 0.0

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def start(self, seed: int = 0) -> Process:
        """A fresh process for a submission, its random state set by `seed`.

        Raises SandboxUnavailable where no sandbox can be started here, SandboxBroken where a warm one failed.
        """
        if self._runner is None:
            self._boot()
            self._try()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._control.send({"do": "start", "seed": seed}, CLEAN_SECONDS)
                socket.send_fds(self._control.connection, [b"\0"], [theirs.fileno()])
        except (Gone, Silence, OSError) as error:
            ours.close()
            raise self._broken(f"the sandbox took no new process ({error})") from error
        return Process(self, Channel(ours, self.watch, WATCH_SECONDS, READ_AHEAD))

    def finish(self, process: Process) -> None:
        """Kill what is left of a submission and empty its scratch; replaces a sandbox that cannot do so."""
        process.channel.close()
        if self._runner is None:
            return
        try:
            self._control.send({"do": "finish"}, CLEAN_SECONDS)
            reply = self._control.receive(CLEAN_SECONDS)
        except (Gone, Silence, WireError):
            reply = None
        if reply != {"clean": True}:
            self.close()

    def interrupt(self) -> None:
        """Ask the running process to stop what it does, as a notebook's stop button would."""
        with contextlib.suppress(Gone, Silence):
            self._control.send({"do": "interrupt"}, WATCH_SECONDS)

    def watch(self) -> None:
        """Raise Ended where the submission uses more memory or processes than it may, in all of them together."""
        now = time.monotonic()
        if now < self._next_watch or self._runner is None:
            return
        self._next_watch = now + WATCH_SECONDS
        processes = descendants(self._runner.pid)
        if len(processes) > self.limits.processes + 4:
            raise Ended(_("it started more than {most} processes").format(most=self.limits.processes))
        if sum(map(resident, processes)) > self.limits.memory_bytes:
            used = sum(map(proportional, processes))
            if used > self.limits.memory_bytes:
                most = self.limits.memory_bytes // 1_000_000
                raise Ended(_("it used more than {most} MB of memory").format(most=most))

    def close(self) -> None:
        """Kill the sandbox and everything in it."""
        if self._runner is not None:
            self._runner.kill()
            self._runner.wait()
            self._runner = None
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _broken(self, reason: str) -> SandboxBroken:
        self.close()
        return SandboxBroken(reason)

    def _boot(self) -> None:
        """Start the runner, contained as strongly as this user can."""
        if self.isolation == NONE:
            self._folder = tempfile.mkdtemp(prefix="course-grade-")
            self._launch(None)
            return
        if shutil.which("bwrap") is None:
            raise SandboxUnavailable(
                "bubblewrap is not installed, so submissions cannot be contained. Install the package bubblewrap "
                "(apt install bubblewrap), or run with --isolation=none if you trust every submission."
            )
        reasons = []
        for as_root in (True, False) if os.geteuid() == 0 else (False,):
            try:
                return self._launch(as_root)
            except SandboxUnavailable as error:
                reasons.append(str(error))
        raise SandboxUnavailable(
            f"bubblewrap cannot make a sandbox here: {reasons[0]}. Where user namespaces are switched off, ask the "
            "administrator to allow them (sysctl user.max_user_namespaces and, on Ubuntu, "
            "kernel.apparmor_restrict_unprivileged_userns), or run with --isolation=none if you trust every submission."
        )

    def _try(self) -> None:
        """Run a cell: under limits that no process can live with, every submission would end with a score of 0."""
        process, trouble = self.start(), ""
        try:
            reply = process.ask({"do": "cell", "source": TRIAL, "count": 1}, TRIAL_SECONDS)
            outputs = checked_outputs(reply.body.get("outputs"), self.limits, 1)
            if outputs != [stream("stdout", "1000000.0\n")]:
                trouble = f"a first cell gave {outputs!r:.500}"
        except Ended as error:
            trouble = str(error)
        self.finish(process)
        if trouble or self._runner is None:
            self.close()
            raise SandboxUnavailable(
                f"The sandbox starts, but nothing runs in it: {trouble or 'it cannot be emptied'}. Set higher limits "
                f"in nbgrader_config.py: c.{SECTION}.memory_bytes, processes, open_files, scratch_bytes."
            )

    def _launch(self, as_root: bool | None) -> None:
        ours, theirs = socket.socketpair()
        uid = random.choice(OWN_UIDS) if as_root else 0
        options = {"control": theirs.fileno(), "uid": uid, "isolated": as_root is not None, "limits": self._limits()}
        options["figures"] = self.figures
        package = str(PACKAGE.parent) if as_root is None else INSIDE
        executable = sys.executable if as_root is None else placed(sys.executable)
        python = [executable, "-s", "-P", "-c", BOOT, package, json.dumps(options)]
        descriptors = [theirs.fileno()]
        with tempfile.TemporaryFile() as errors, contextlib.ExitStack() as stack:
            if as_root is None:
                command, variables = python, environment(self._folder, sys.prefix)
            else:
                command, variables = [*wrapping(as_root, self.limits), *python], {}
                if (code := seccomp.program()) is not None:
                    file = stack.enter_context(tempfile.TemporaryFile())
                    file.write(code)
                    file.seek(0)
                    descriptors.append(file.fileno())
                    command[1:1] = ["--seccomp", str(file.fileno())]
            self._runner = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                env=variables,
                cwd=self._folder or "/",
                pass_fds=descriptors,
            )
            theirs.close()
            self._control = Channel(ours)
            try:
                self._control.receive(self.limits.start_seconds)
            except (Gone, Silence, WireError) as error:
                self._runner.kill()
                self._runner.wait()
                errors.seek(0)
                said = errors.read(4_000).decode("utf-8", "replace").strip().splitlines()
                folder, self._folder = self._folder, None
                self.close()
                self._folder = folder
                if isinstance(error, Silence):
                    said = [f"it was not ready after c.{SECTION}.start_seconds = {self.limits.start_seconds:g}"]
                raise SandboxUnavailable(said[-1] if said else str(error)) from error
        self.starts += 1

    def _limits(self) -> dict:
        """The limits as the runner needs them; old kernels count all of a user's processes, not the sandbox's."""
        limits = asdict(self.limits)
        if tuple(int(part) for part in platform.release().split(".")[:2]) < (5, 14):
            limits["processes"] += 1_000
        return limits
