"""Verdicts kept by what was answered: in a class most answers are right, and many are equal to the last bit.

A check is a conversation: a question to the learner's function, an answer, perhaps another question, and in the end a
verdict, which depends on nothing but the answers. `Recall` knows what came next after the same answers of someone else.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeVar

from course.subject import Answer, Call, Description, Subject

V = TypeVar("V")
Question = Sequence[Call] | None  # None asks for the description


class Witness(Subject, Protocol):
    """A subject that accounts for what it said."""

    @property
    def said(self) -> bytes | None:
        """All that was answered so far, as bytes that differ where anything does; None where it cannot be told."""


@dataclass
class Recall(Generic[V]):
    """What came next in conversations, in up to `size` places; those used longest ago are forgotten first.

    Several threads may use one.
    """

    size: int = 2000
    _next: OrderedDict[bytes, V | tuple[Question]] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def verdict(self, key: tuple, witness: Witness, form: Callable[[Subject], V], keep: Callable[[V], bool]) -> V:
        """What `form` makes of the witness, which is asked as `form` would ask; `key` holds all else it depends on.

        A verdict is kept where `keep` says so.
        """
        conversation = _Conversation(repr(key).encode(), witness)
        while (following := self._recall(conversation.place)) is not None:
            if not isinstance(following, tuple):
                return following
            conversation.ask(*following)
        replay = _Replay(self, conversation)
        found = form(replay)
        if keep(found):
            self.note(conversation.place, found)
        return found

    def note(self, place: bytes | None, following: V | tuple[Question]) -> None:
        """Remember what came after `place`, a verdict or (in a tuple) a question; no place, no memory."""
        if place is None:
            return
        with self._lock:
            self._next[place] = following
            self._next.move_to_end(place)
            while len(self._next) > self.size:
                self._next.popitem(last=False)

    def _recall(self, place: bytes | None) -> V | tuple[Question] | None:
        with self._lock:
            if place not in self._next:
                return None
            self._next.move_to_end(place)
            return self._next[place]


class _Conversation:
    """Questions put to a witness, with its answers."""

    def __init__(self, key: bytes, witness: Witness):
        self.key, self.witness = key, witness
        self.answers: list[tuple[Question, list[Answer] | Description]] = []

    @property
    def place(self) -> bytes | None:
        """Where in all conversations this one is; equal for equal answers."""
        if (said := self.witness.said) is None:
            return None
        return hashlib.sha256(b"%d:%b%d:%b" % (len(self.key), self.key, len(self.answers), said)).digest()

    def ask(self, question: Question) -> list[Answer] | Description:
        answer = self.witness.describe() if question is None else list(self.witness.answers(question))
        self.answers.append((question, answer))
        return answer


class _Replay:
    """The subject of a conversation from its beginning: what was answered is said again, what is new is asked."""

    def __init__(self, recall: Recall, conversation: _Conversation):
        self.recall, self.conversation = recall, conversation
        self.known = list(conversation.answers)

    def describe(self) -> Description:
        return self._answer(None)

    def answers(self, calls: Sequence[Call]) -> list[Answer]:
        return self._answer(calls)

    def _answer(self, question: Question) -> list[Answer] | Description:
        if self.known:
            asked, answer = self.known.pop(0)
            if _alike(asked, question):
                return answer
            self.known.clear()
        self.recall.note(self.conversation.place, (question,))
        return self.conversation.ask(question)


def _alike(first: Question, second: Question) -> bool:
    """Whether an answer to the one can be taken for an answer to the other, should they differ."""
    if first is None or second is None:
        return first is second
    return len(first) == len(second)
