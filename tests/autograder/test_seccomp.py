"""Is the filter a well-formed program, and is it known where it is not available?"""

from __future__ import annotations

import struct

import pytest

from course.autograder.seccomp import ARCHITECTURES, JUMP_ABOVE, JUMP_ANY_BIT, JUMP_EQUAL, LOAD, RETURN, program


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_every_jump_lands_inside_and_the_last_step_returns(machine):
    steps = list(struct.iter_unpack("=HBBI", program(machine)))
    for place, (code, on_true, on_false, _) in enumerate(steps):
        assert code in (LOAD, JUMP_EQUAL, JUMP_ABOVE, JUMP_ANY_BIT, RETURN)
        if code in (JUMP_EQUAL, JUMP_ABOVE, JUMP_ANY_BIT):
            assert place + 1 + max(on_true, on_false) < len(steps)
    assert steps[-1][0] == RETURN


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_no_number_is_listed_twice(machine):
    denied = ARCHITECTURES[machine]["denied"]
    assert len(set(denied)) == len(denied)
    assert ARCHITECTURES[machine]["clone"] not in denied


def test_an_unknown_machine_has_no_filter():
    assert program("pdp11") is None
