"""Does every value come through as it was sent, and is everything else refused?"""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from course.autograder import wire
from course.autograder.wire import WireError, pack, unpack
from course.plain import Unusable
from course.subject import Answer, Description, Failure, LocalSubject

DTYPES = [
    "bool",
    "int8",
    "uint8",
    "int32",
    "int64",
    "uint64",
    "float16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | ARRAYS
    | st.builds(Unusable, st.text(st.characters(exclude_categories=["Cs"]))),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def through(value):
    frame = pack(value)
    header, body = wire.SIZES.unpack(frame[: wire.SIZES.size])
    assert len(frame) == wire.SIZES.size + header + body
    return unpack(*parts(frame))


def parts(frame: bytes) -> tuple[bytes, bytes]:
    start = wire.SIZES.size
    header, _ = wire.SIZES.unpack(frame[:start])
    return frame[start : start + header], frame[start + header :]


def identical(first, second) -> bool:
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, dict):
        return list(first) == list(second) and all(identical(first[key], second[key]) for key in first)
    if isinstance(first, list | tuple):
        pairs = zip(first, second, strict=True)
        return type(first) is type(second) and all(identical(one, other) for one, other in pairs)
    return type(first) is type(second) and (first == second or (first != first and second != second))


@settings(deadline=None)
@given(VALUES)
def test_values_come_through(value):
    assert identical(value, through(value))


def test_a_generator_goes_on_where_it_was():
    generator = np.random.default_rng(7)
    generator.standard_normal(3)
    arrived = through(generator)
    assert identical(arrived.standard_normal(5), generator.standard_normal(5))
    assert identical(arrived.integers(9, size=3, dtype=np.int32), generator.integers(9, size=3, dtype=np.int32))


def test_arrays_that_are_not_contiguous_or_not_native():
    array = np.arange(12.0).reshape(3, 4)
    assert identical(through(array.T[::-1]), np.ascontiguousarray(array.T[::-1]))
    assert identical(through(array.astype(">f8")), array)


def test_what_cannot_be_sent_is_named():
    assert through(np.array([None, 1])) == Unusable("array of 2 entries of dtype object")
    assert through(2**70) == Unusable("whole number of 71 bits")
    with pytest.raises(WireError, match="function cannot be sent"):
        pack(lambda: 0)


def test_answers_and_descriptions_come_through():
    def slips(x):
        kept = x * 2
        return kept @ x @ np.ones((7, 7))

    subject = LocalSubject(slips)
    for arguments in ({"x": np.ones((2, 2))}, {"x": np.ones((7, 7))}):
        answer = subject.call(arguments)
        arrived = wire.answer_from_plain(through(wire.answer_to_plain(answer)))
        assert identical(arrived.value, answer.value)
        assert (arrived.failure is None) == (answer.failure is None)
        assert arrived.failure is None or arrived.failure.lines == answer.failure.lines
        assert arrived.failure is None or arrived.failure.operands == answer.failure.operands
    description = subject.describe()
    assert wire.description_from_plain(through(vars(description))) == description


ANSWER = wire.answer_to_plain(Answer(failure=Failure("E", "m", ((1, "x"),), {"x": (1,)})))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", wire),
        ("warnings", "text"),
        ("warnings", (1,)),
        ("changed", []),
        ("printed", 1),
        ("failure", {}),
        ("failure", {**ANSWER["failure"], "lines": ((1, 2),)}),
        ("failure", {**ANSWER["failure"], "lines": (3,)}),
        ("failure", {**ANSWER["failure"], "operands": {"x": (1.5,)}}),
        ("failure", {**ANSWER["failure"], "kind": None}),
        ("failure", {**ANSWER["failure"], "message": "x" * 200_001}),
        ("failure", {**ANSWER["failure"], "lines": ((1, "x" * 200_001),)}),
        ("failure", {**ANSWER["failure"], "lines": ((1, "x"),) * 2001}),
        ("failure", {**ANSWER["failure"], "operands": {"x" * 200_001: (1,)}}),
        ("failure", {**ANSWER["failure"], "computed": {"x" * 200_001: 1.0}}),
        ("warnings", ("w" * 200_001,)),
        ("more", 1),
    ],
)
def test_an_answer_of_another_form_is_refused(field, value):
    with pytest.raises(WireError):
        wire.answer_from_plain(through({**ANSWER, field: value}))


@pytest.mark.parametrize(
    "data",
    [
        *(None, [], {}),
        vars(Description("f", True)) | {"parameters": (1,)},
        vars(Description("f", True)) | {"source": "x" * 200_001},
        vars(Description("f", True)) | {"data_globals": ("x",) * 2001},
        vars(Description("x" * 200_001, True)),
    ],
)
def test_a_description_of_another_form_is_refused(data):
    with pytest.raises(WireError):
        wire.description_from_plain(data)


def array(**changed) -> bytes:
    return json.dumps({"$": "array", "dtype": "<f8", "shape": [2], **changed}).encode()


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"", b""),
        (b"\xff", b""),
        (b"{}", b""),
        (b'{"$": "other"}', b""),
        (b'{"$": []}', b""),
        (b'{"$": "dict", "items": [1]}', b""),
        (b'{"$": "dict", "items": [[1, 2]]}', b""),
        (b'{"$": "tuple", "items": {}}', b""),
        (b'{"$": "unusable", "kind": 1}', b""),
        (b'{"$": "generator", "state": ["1", "2", "3"]}', b""),
        (b'{"$": "generator", "state": ["1", "2", "3", "x"]}', b""),
        (b"1", b"left over"),
        (b"9" * 5000, b""),
        (b"9" * 20, b""),
        (b"[" * 100_000, b""),
        (b"[" * 20 + b"]" * 20, b""),
        (array(), b"short"),
        (array(dtype="|O"), bytes(16)),
        (array(dtype="<V8"), bytes(16)),
        (array(dtype="<f8, <f8"), bytes(32)),
        (array(dtype=[["a", "<f8"]]), bytes(16)),
        (array(shape=2), bytes(16)),
        (array(shape=[-2]), bytes(16)),
        (array(shape=[2.0]), bytes(16)),
        (array(shape=[True]), bytes(8)),
        (array(shape=[10**6, 10**6]), bytes(16)),
        (array(shape=[10**9, 0]), b""),
        (array(shape=[1] * 17), bytes(8)),
    ],
)
def test_malformed_frames_are_refused(header, body):
    with pytest.raises(WireError):
        unpack(header, body)


def test_bools_are_true_or_false_whatever_the_bytes():
    assert unpack(array(dtype="|b1"), b"\x02\x00").astype(int).tolist() == [1, 0]


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=50))
def test_any_bytes_are_a_message_or_refused(header, body):
    with contextlib.suppress(WireError):
        unpack(header, body)


@settings(deadline=None)
@given(VALUES, st.data())
def test_damaged_frames_are_a_message_or_refused(value, data):
    header, body = parts(pack(value))
    position = data.draw(st.integers(0, len(header) - 1))
    damaged = header[:position] + data.draw(st.binary(max_size=3)) + header[position + 1 :]
    with contextlib.suppress(WireError):
        unpack(damaged, body)
