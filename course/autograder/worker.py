"""A worker process of `LocalExecutor`: receives calls over a socket and answers them, until the socket closes."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from multiprocessing.connection import Connection

PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Have the system kill this process when its parent goes, however that happens (Linux; elsewhere: no effect)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def answer(call: tuple) -> bytes:
    """The pickled outcome of ``(function, args, kwargs)``: (True, value), or (False, exception)."""
    function, args, kwargs = call
    try:
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:
        try:
            outcome = pickle.dumps((False, error))
            pickle.loads(outcome)
        except Exception:  # exceptions with arguments of their own often cannot be rebuilt
            return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
        return outcome


def main(handle: int, parent: int) -> None:
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the coordinator decides
    coordinator = Connection(handle)
    initializer, initargs = coordinator.recv()
    try:
        if initializer is not None:
            initializer(*initargs)
    except Exception as error:
        coordinator.send((False, str(error) or type(error).__name__))
        return
    coordinator.send((True, None))
    while True:
        try:
            call = coordinator.recv()
        except (EOFError, ConnectionResetError):
            return
        coordinator.send_bytes(answer(call))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
