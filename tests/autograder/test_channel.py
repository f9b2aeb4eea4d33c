"""Do messages arrive whole, and does nobody wait for ever?"""

from __future__ import annotations

import socket
import time

import pytest

from course.autograder.channel import Channel, Gone, Silence
from course.autograder.wire import SIZES, WireError


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), Channel(theirs)


def test_messages_arrive_in_order(pair):
    ours, theirs = pair
    ours.send({"a": 1})
    ours.send([2])
    assert theirs.receive(1) == {"a": 1}
    assert theirs.receive(1) == [2]


def test_silence(pair):
    started = time.monotonic()
    with pytest.raises(Silence):
        pair[0].receive(0.05)
    assert time.monotonic() - started < 1


def test_a_message_that_is_never_finished(pair):
    ours, theirs = pair
    theirs.connection.sendall(SIZES.pack(100, 0) + b"{")
    with pytest.raises(Silence):
        ours.receive(0.05)


def test_a_message_that_nobody_reads(pair):
    with pytest.raises(Silence):
        pair[0].send("x" * 10_000_000, 0.05)


def test_a_closed_connection(pair):
    ours, theirs = pair
    theirs.close()
    with pytest.raises(Gone):
        ours.receive(1)
    with pytest.raises(Gone):
        ours.send("x" * 10_000_000)


def test_an_announced_size_beyond_the_cap_is_refused_before_it_is_read(pair):
    ours, theirs = pair
    theirs.connection.sendall(SIZES.pack(2**32 - 1, 0))
    with pytest.raises(WireError, match="announces a message of 4294967295"):
        ours.receive(1)


def test_the_watch_is_kept_while_waiting(pair):
    calls = []
    watched = Channel(pair[0].connection, lambda: calls.append(1), interval=0.01)
    with pytest.raises(Silence):
        watched.receive(0.1)
    assert len(calls) > 3
