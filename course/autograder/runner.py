"""The warm process inside the sandbox: it imports everything once and forks one child per submission.

It holds no secret, no answer and no other submission. Its only tasks are to fork, to pass on an interrupt, and to
kill and clean up whatever a child leaves behind. The child runs cells and answers questions about their variables.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import random
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
SCRATCH = ("/tmp", "/dev/shm")


class Runner:
    """The loop of the warm process, driven over `control` by the judge's side."""

    def __init__(self, control, shell, limits: dict, isolated: bool):
        self.control, self.shell, self.limits, self.isolated = control, shell, limits, isolated
        self.child = 0

    def serve(self) -> None:
        """Answer start, interrupt and finish until the other side goes away."""
        while True:
            self._wait()
            order = self.control.receive()
            if order["do"] == "start":
                self._start(order["seed"])
            elif order["do"] == "interrupt" and self.child:
                os.kill(self.child, signal.SIGINT)
            elif order["do"] == "finish":
                self.control.send({"clean": self.finish()})

    def _wait(self) -> None:
        """Until an order comes; a child that ends by itself is swept up at once, so that its socket closes."""
        if not self.child:
            return
        watch = os.pidfd_open(self.child)
        try:
            while self.child:
                ready, _, _ = select.select([self.control.connection, watch], [], [])
                if watch in ready:
                    self._sweep()
                if self.control.connection in ready:
                    return
        finally:
            os.close(watch)

    def _start(self, seed: int) -> None:
        _, descriptors, _, _ = socket.recv_fds(self.control.connection, 1, 1)
        connection = socket.socket(fileno=descriptors[0])
        sys.stdout.flush()
        self.child = os.fork()
        if self.child == 0:
            _be_child(self, connection, seed)
        connection.close()

    def finish(self) -> bool:
        """Kill what the child left, empty its scratch, and say whether all of it is gone."""
        if self.child:
            self._sweep()
        empty = [_emptied(folder) for folder in self._scratch()]
        return all(empty) and not (self.isolated and _others())

    def _sweep(self) -> None:
        """Kill every process but this one, and wait until all are gone."""
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if self.isolated:
                    os.kill(-1, signal.SIGKILL)
                else:
                    os.killpg(self.child, signal.SIGKILL)
                    os.kill(self.child, signal.SIGKILL)
            if self.child:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(self.child, 0)
                self.child = 0
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if not self.isolated or not _others() or time.monotonic() > deadline:
                return
            time.sleep(0.002)

    def _scratch(self) -> tuple[str, ...]:
        return SCRATCH if self.isolated else (os.getcwd(),)


class Child:
    """Runs cells and answers for their variables, in the process of one submission."""

    def __init__(self, channel, shell):
        self.channel, self.shell = channel, shell

    def serve(self) -> None:
        while True:
            order = self.channel.receive()
            calls = self.channel.receive() if order["do"] == "answers" else [None]
            for call in calls:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                try:
                    reply = self._obey(order, call)
                except BaseException as error:
                    reply = {"failed": f"{type(error).__name__}: {error}"[:500]}
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                self.channel.send({"id": order["id"], **reply})

    def _obey(self, order: dict, call: list | None) -> dict:
        if order["do"] == "cell":
            return {"outputs": json.dumps(self.shell.run(order["source"], order["count"]))}
        return self._ask(order["variable"], call)

    def _ask(self, variable: str, call: list | None) -> dict:
        """The answer to one call of a variable, or without a call its description."""
        from course.autograder.wire import answer_to_plain
        from course.subject import Answer, Failure, LocalSubject, describe_failure

        if variable not in self.shell.user_ns:
            failure = Failure("NameError", f"name {variable!r} is not defined")
            return {"found": False, "answer": answer_to_plain(Answer(failure=failure))}
        subject = LocalSubject(self.shell.user_ns[variable])
        if call is None:
            return {"found": True, "description": vars(subject.describe())}
        try:
            answer = subject.call(*call)
        except BaseException as error:
            answer = Answer(failure=describe_failure(error))
        return {"found": True, "answer": answer_to_plain(answer)}


def _be_child(runner: Runner, connection: socket.socket, seed: int) -> None:
    """From here on the process belongs to the submission; never returns."""
    try:
        from course.autograder.channel import Channel

        runner.control.close()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        _limit(runner.limits)
        runner.shell.capture()
        _reseed(seed)
        _prctl(PR_SET_DUMPABLE, 1)
        gc.enable()
        Child(Channel(connection, ahead=1 << 16), runner.shell).serve()
    finally:
        os._exit(0)


def _limit(limits: dict) -> None:
    """Kernel limits of the child and of everything it starts."""
    virtual = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    chosen = {
        resource.RLIMIT_AS: virtual + limits["memory_bytes"],
        resource.RLIMIT_CPU: int(limits["notebook_seconds"]) + 1,
        resource.RLIMIT_FSIZE: limits["scratch_bytes"],
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for name, value in chosen.items():
        hard = resource.getrlimit(name)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def _reseed(seed: int) -> None:
    """Random state of its own for every submission: a fork copies its parent's."""
    import numpy as np

    random.seed(seed)
    np.random.seed(seed % 2**32)


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _others() -> list[int]:
    """Processes of this pid namespace besides init and this one."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]


def _emptied(folder: str) -> bool:
    """Remove everything in a folder; whether it is empty now."""
    if os.listdir(folder):
        # Deep nesting and withdrawn permissions are what these programs are made for.
        for command in (["chmod", "-R", "u+rwx", folder], ["find", folder, "-mindepth", "1", "-delete"]):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return not os.listdir(folder)


def main(arguments: list[str]) -> None:
    """``runner.main([JSON])``: drop privileges, warm up, say hello on the control socket, serve."""
    options = json.loads(arguments[0])
    if options["uid"]:
        os.setgroups([])
        os.setresgid(options["uid"], options["uid"], options["uid"])
        os.setresuid(options["uid"], options["uid"], options["uid"])
    _prctl(PR_SET_DUMPABLE, 0)
    isolated = options["isolated"] and os.getppid() == 1
    if options["isolated"] and not isolated:
        raise SystemExit("the runner was told that it is isolated, but its parent is not the sandbox's init")
    from course.autograder.channel import Channel, Gone
    from course.autograder.rehearsal import rehearse, warm_up
    from course.autograder.shell import new_shell

    control = Channel(socket.socket(fileno=options["control"]))
    control.connection.set_inheritable(False)
    shell = new_shell(options["limits"])
    warm_up(options["figures"])
    runner = Runner(control, shell, options["limits"], isolated)
    rehearse(shell, options["figures"])
    gc.collect()
    gc.disable()
    gc.freeze()
    runner.finish()
    with contextlib.suppress(Gone):
        control.send({"ready": os.getpid()})
        runner.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
