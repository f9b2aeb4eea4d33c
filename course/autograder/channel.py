"""Messages over a socket, with deadlines, for both sides of the sandbox's wall."""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable

from course.autograder.wire import MAX_ARRAYS, MAX_HEADER, SIZES, WireError, pack, unpack


class Silence(Exception):
    """The other side sent nothing within the time allowed."""


class Gone(Exception):
    """The other side closed the connection."""


class Channel:
    """Frames over a socket, with deadlines. `watch` is called every `interval` seconds of waiting.

    `ahead` bytes may be read before they are asked for, which saves system calls; none where something else than
    frames comes over the same socket.
    """

    def __init__(
        self,
        connection: socket.socket,
        watch: Callable[[], None] | None = None,
        interval: float = 0.05,
        ahead: int = 0,
    ):
        self.connection = connection
        self.watch = watch
        self.interval = interval
        self.ahead = ahead
        self._received = bytearray()
        self._timeout = connection.gettimeout()

    def send(self, message: object, seconds: float | None = None) -> None:
        """Send one message. Raises Silence where the other side does not read it in time, Gone where it is closed."""
        self.send_packed(pack(message), seconds)

    def send_packed(self, frames: bytes, seconds: float | None = None) -> None:
        """Send messages that are packed already, as `send` does."""
        self._send(memoryview(frames), _deadline(seconds))

    def receive(self, seconds: float | None = None) -> object:
        """The next message. Raises Silence, Gone or WireError."""
        return unpack(*self.receive_packed(seconds))

    def receive_packed(self, seconds: float | None = None) -> tuple[bytes, bytes]:
        """The header and the arrays of the next message, for `unpack`. Raises Silence, Gone or WireError."""
        deadline = _deadline(seconds)
        header_size, body_size = SIZES.unpack(self._exactly(SIZES.size, deadline))
        if header_size > MAX_HEADER or body_size > MAX_ARRAYS:
            raise WireError(f"announces a message of {header_size} + {body_size} bytes")
        return self._exactly(header_size, deadline), self._exactly(body_size, deadline)

    def close(self) -> None:
        self.connection.close()

    def _send(self, data: memoryview, deadline: float) -> None:
        while data:
            self._patience(deadline)
            try:
                data = data[self.connection.send(data) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise Gone(str(error)) from error

    def _exactly(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            self._patience(deadline)
            try:
                part = self.connection.recv(max(min(size - len(self._received), 1 << 20), self.ahead))
            except TimeoutError:
                continue
            except OSError as error:
                raise Gone(str(error)) from error
            if not part:
                raise Gone("the connection was closed")
            self._received += part
        found = bytes(self._received[:size])
        del self._received[:size]
        return found

    def _patience(self, deadline: float) -> None:
        if self.watch is not None:
            self.watch()
        left = deadline - time.monotonic()
        if left <= 0:
            raise Silence("no answer in time")
        left = min(left, self.interval) if self.watch is not None else left
        timeout = None if math.isinf(left) else left
        if timeout != self._timeout:  # a system call each time
            self.connection.settimeout(timeout)
            self._timeout = timeout


def _deadline(seconds: float | None) -> float:
    return math.inf if seconds is None else time.monotonic() + seconds
