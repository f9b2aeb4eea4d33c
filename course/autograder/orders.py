"""A submission's process, seen from the trusted side: orders go in, replies come out, and either may fail to come."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.autograder.channel import Channel, Gone, Silence
from course.autograder.wire import WireError, pack, unpack
from course.language import _

if TYPE_CHECKING:
    from course.autograder.sandbox import Sandbox


class Ended(Exception):
    """A submission's process is gone or had to be killed; the message says why, in words for the learner."""


class Vanished(Ended):
    """The process went away without a word: by its own doing at this step, or by what an earlier one left running."""


@dataclass(frozen=True)
class Reply:
    """What a submission's process answered, after how many seconds; `interrupted` where it had to be told to stop.

    `digest` is the same for the same answer, whichever order it was given to; empty where that is not known.
    """

    body: dict
    interrupted: bool = False
    seconds: float = 0.0
    digest: bytes = b""


class Process:
    """A submission's process: orders go in, replies come out; what it says is a learner's word."""

    def __init__(self, sandbox: Sandbox, channel: Channel):
        self.sandbox, self.channel = sandbox, channel
        self._order = ""

    def ask(self, order: dict, seconds: float) -> Reply:
        """Send an order and wait for its reply; past `seconds` the process is interrupted.

        Raises Ended where the process is gone, ignores the interrupt, says what was not asked, or uses too much.
        """
        self.send(order, seconds)
        return self.reply(seconds)

    def send(self, order: dict, seconds: float, further: bytes = b"") -> None:
        """Send an order, and the packed message `further` that belongs to it. Raises Ended like `ask`."""
        self._order = secrets.token_hex(8)
        try:
            self.channel.send_packed(pack({**order, "id": self._order}) + further, seconds)
        except Silence as error:
            raise Ended(_("it did not take an order within {seconds} s").format(seconds=f"{seconds:g}")) from error
        except Gone as error:
            raise Vanished(_("its process ended")) from error

    def reply(self, seconds: float) -> Reply:
        """The next reply to the order sent last; an order has as many as it asks for. Raises Ended like `ask`."""
        began, interrupted = time.monotonic(), False
        try:
            try:
                body, digest = self._receive(seconds)
            except Silence:
                interrupted = True
                self.sandbox.interrupt()
                body, digest = self._receive(self.sandbox.limits.interrupt_seconds)
        except Silence as error:
            text = _("it did not finish within {seconds} s and did not stop when told to")
            raise Ended(text.format(seconds=f"{seconds:g}")) from error
        except Gone as error:
            raise Vanished(_("its process ended")) from error
        if not isinstance(body, dict) or body.get("id") != self._order:
            raise Ended(_("its process sent an answer to no question"))
        return Reply(body, interrupted, time.monotonic() - began, digest)

    def _receive(self, seconds: float) -> tuple[object, bytes]:
        """A message and its digest, without the order's own number, which nobody can know before."""
        try:
            header, arrays = self.channel.receive_packed(seconds)
            own = header.replace(self._order.encode(), b"", 1)
            return unpack(header, arrays), hashlib.sha256(b"%d:%b%b" % (len(own), own, arrays)).digest()
        except WireError as error:
            raise Ended(_("its process sent something that cannot be read")) from error
