"""One submission's run: its cells in order, in a process that is rebuilt by replay where it is lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from course.autograder.orders import Ended, Process, Reply, Vanished
from course.autograder.outputs import checked_outputs, error
from course.autograder.sandbox import Sandbox
from course.language import N_, _

STOPPED = N_("This cell was stopped: {reason}.")


class OutOfTime(Exception):
    """The submission has used up the time or the number of lost processes that it may have."""


@dataclass(frozen=True)
class Ran:
    """What running one cell gave; `stopped` says why it was stopped, and is empty where it ended by itself."""

    outputs: list[dict]
    stopped: str = ""


@dataclass
class Session:
    """Runs cells and asks for variables; a lost process costs only the step that lost it.

    After a loss the earlier cells are run again in a fresh process, without those that were stopped. `seed` sets the
    random state of every process, so that a replay draws the same numbers.
    """

    sandbox: Sandbox
    seed: int
    _history: list[tuple[str, int]] = field(default_factory=list)
    _process: Process | None = None
    _deadline: float = field(init=False)
    _deaths: int = 0
    _strikes: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self._deadline = time.monotonic() + self.sandbox.limits.notebook_seconds

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_) -> None:
        self.lose()

    def run(self, source: str, count: int) -> Ran:
        """Run one cell as number `count`. Raises OutOfTime; SandboxBroken where no process can be had."""
        limits = self.sandbox.limits
        try:
            reply = self.ask({"do": "cell", "source": source, "count": count}, limits.cell_seconds)
        except Ended as ended:
            return Ran([error("Stopped", _(STOPPED).format(reason=ended))], str(ended))
        outputs = checked_outputs(reply.body.get("outputs"), limits, count)
        if reply.interrupted:
            reason = _("it did not finish within {seconds} s").format(seconds=f"{limits.cell_seconds:g}")
            return Ran([*outputs, error("CellTimeoutError", _(STOPPED).format(reason=reason))], reason)
        self._history.append((source, count))
        return Ran(outputs)

    def ask(self, order: dict, seconds: float) -> Reply:
        """The reply to an order, from a process in which the earlier cells have run; Ended where it is lost.

        A process that vanished may have been killed by what an earlier step left behind, so the step is tried once
        more in a fresh process before it is held to be the cause.
        """
        (reply,) = self.replies(order, 1, lambda: seconds)
        return reply

    def replies(self, order: dict, count: int, seconds: Callable[[], float], further: bytes = b"") -> Iterator[Reply]:
        """The `count` replies to one order, each within the `seconds` that are left for it then; as `ask` otherwise.

        They end with the first that had to be interrupted: what the process says after that answers no question.
        """
        given = 0
        for last_try in (False, True):
            process = self._alive()
            try:
                process.send(order, min(seconds(), self._left()), further)
                for number in range(count):
                    reply = process.reply(min(seconds(), self._left()))
                    if reply.interrupted and count > 1:
                        self.lose()
                    if number >= given:
                        given += 1
                        yield reply
                    if reply.interrupted:
                        return
                return
            except Ended as ended:
                self.lose()
                self._deaths += 1
                if last_try or not isinstance(ended, Vanished):
                    raise

    def lose(self) -> None:
        """Give up the process, with everything it started; the next step gets a fresh one."""
        if self._process is not None:
            process, self._process = self._process, None
            self.sandbox.finish(process)

    def _alive(self) -> Process:
        while self._process is None:
            if self._deaths > self.sandbox.limits.deaths:
                raise OutOfTime(_("it lost more than {most} processes").format(most=self.sandbox.limits.deaths))
            began = time.monotonic()
            self._process = self.sandbox.start(self.seed)
            # Starting a sandbox is not the submission's time: it is slow where the machine is busy.
            self._deadline += time.monotonic() - began
            self._replay()
        return self._process

    def _replay(self) -> None:
        """Run the earlier cells again; one that fails to come through twice is left out from then on."""
        limits = self.sandbox.limits
        for item in list(self._history):
            source, count = item
            order = {"do": "cell", "source": source, "count": count}
            try:
                self._process.ask(order, min(limits.cell_seconds, self._left()))
            except Ended as ended:
                self._strikes[item] += 1
                if self._strikes[item] > 1 or not isinstance(ended, Vanished):
                    self._history.remove(item)
                self._deaths += 1
                self.lose()
                return

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            text = _("the whole notebook took more than {seconds} s")
            raise OutOfTime(text.format(seconds=f"{self.sandbox.limits.notebook_seconds:g}"))
        return left
