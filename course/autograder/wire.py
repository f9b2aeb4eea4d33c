"""How values travel between the judge and the sandbox: a JSON header and the raw bytes of arrays, never pickle.

A frame is two sizes (header, arrays; 4 bytes each), a header in JSON, and the arrays' bytes one after the other.
Whoever reads a frame checks all of it first: what is too large, malformed or of a dtype outside `DTYPES` raises
`WireError`, and nothing is allocated that the caps do not allow.
"""

from __future__ import annotations

import json
import math
import struct

import numpy as np

from course.plain import MAX_ENTRIES, Unusable
from course.subject import MAX_SOURCE, Answer, Description, Failure

MAX_HEADER = 24_000_000
MAX_ARRAYS = 64_000_000
MAX_DEPTH = 12
MAX_INTEGER = 2**63
# Of the texts about one call or one function; they are parsed, searched and quoted outside the sandbox.
MAX_TEXTS = 2000
MAX_CHARACTERS = 2 * MAX_SOURCE
SIZES = struct.Struct(">II")
TAG = "$"
DTYPES = frozenset(["|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"])


class WireError(Exception):
    """A frame or message that keeps none of the rules."""


def pack(message: object) -> bytes:
    """`message` (dicts, lists, tuples, text, numbers, None, arrays, `Unusable`, PCG64 generators) as one frame."""
    arrays: list[bytes] = []
    header = json.dumps(_encode(message, arrays), separators=(",", ":")).encode("utf-8", "replace")
    body = b"".join(arrays)
    if len(header) > MAX_HEADER or len(body) > MAX_ARRAYS:
        raise WireError(f"a message of {len(header)} + {len(body)} bytes is too large")
    return SIZES.pack(len(header), len(body)) + header + body


def unpack(header: bytes, body: bytes) -> object:
    """The message of a frame; raises WireError for anything that `pack` would not have written."""
    try:
        tree = json.loads(header)
        message, used = _decode(tree, body, 0, 0)
    except WireError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise WireError(f"malformed message: {type(error).__name__}") from error
    if used != len(body):
        raise WireError("a message with bytes that belong to no array")
    return message


def answer_to_plain(answer: Answer) -> dict:
    """An `Answer` as plain data for `pack`."""
    return {**vars(answer), "failure": None if answer.failure is None else vars(answer.failure)}


def answer_from_plain(data: object) -> Answer:
    """The `Answer` in a message; raises WireError where a field is missing or has another type."""
    _fields(data, value=object, failure=dict | None, warnings=tuple, changed=dict, printed=bool)
    _all_text(data["warnings"])
    return Answer(data["value"], _failure(data["failure"]), data["warnings"], data["changed"], data["printed"])


def description_from_plain(data: object) -> Description:
    """The `Description` in a message (``vars`` of one); raises WireError like `answer_from_plain`."""
    _fields(data, name=str, callable=bool, parameters=tuple, data_globals=tuple, source=str)
    _all_text((data["name"], *data["parameters"], *data["data_globals"], data["source"]))
    return Description(**data)


def _failure(data: dict | None) -> Failure | None:
    if data is None:
        return None
    _fields(data, kind=str, message=str, lines=tuple, operands=dict, computed=dict)
    for line in data["lines"]:
        if not (isinstance(line, tuple) and len(line) == 2 and isinstance(line[0], int) and isinstance(line[1], str)):
            raise WireError("a traceback line that is none")
    texts = (data["kind"], data["message"], *(text for __, text in data["lines"]))
    _all_text((*texts, *data["operands"], *data["computed"]))
    for shape in data["operands"].values():
        if not (isinstance(shape, tuple) and all(isinstance(side, int) for side in shape)):
            raise WireError("a shape that is none")
    return Failure(**data)


def _fields(data: object, **types) -> None:
    if not isinstance(data, dict) or data.keys() != types.keys():
        raise WireError("a message with other fields than asked for")
    for name, kind in types.items():
        if not isinstance(data[name], kind):
            raise WireError(f"{name} is of another type than asked for")


def _all_text(items: tuple) -> None:
    """Raise WireError unless these are texts, and no more of them than is read outside the sandbox in no time."""
    if not all(isinstance(item, str) for item in items):
        raise WireError("text was asked for")
    if len(items) > MAX_TEXTS or sum(map(len, items)) > MAX_CHARACTERS:
        raise WireError("more text than is taken")


def _encode(value: object, arrays: list[bytes], depth: int = 0) -> object:
    if depth > MAX_DEPTH:
        raise WireError("nested too deeply")
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, int):
        if abs(value) >= MAX_INTEGER:
            return {TAG: "unusable", "kind": f"whole number of {value.bit_length()} bits"}
        return int(value)
    if isinstance(value, np.ndarray):
        return _encode_array(value, arrays)
    if isinstance(value, Unusable):
        return {TAG: "unusable", "kind": value.kind}
    if isinstance(value, np.random.Generator):
        return {TAG: "generator", "state": _encode_state(value)}
    if isinstance(value, dict):
        items = [[_encode(str(key), arrays), _encode(item, arrays, depth + 1)] for key, item in value.items()]
        return {TAG: "dict", "items": items}
    if isinstance(value, tuple):
        return {TAG: "tuple", "items": [_encode(item, arrays, depth + 1) for item in value]}
    if isinstance(value, list):
        return [_encode(item, arrays, depth + 1) for item in value]
    raise WireError(f"{type(value).__name__} cannot be sent")


def _encode_array(array: np.ndarray, arrays: list[bytes]) -> dict:
    if array.dtype.kind not in "fiubc" or array.size > MAX_ENTRIES:
        return {TAG: "unusable", "kind": f"array of {array.size} entries of dtype {array.dtype}"}
    if array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):
        array = array.astype(complex if array.dtype.kind == "c" else float)
    array = np.asarray(array, dtype=array.dtype.newbyteorder("<"))
    arrays.append(array.tobytes())
    return {TAG: "array", "dtype": array.dtype.str, "shape": list(array.shape)}


def _encode_state(generator: np.random.Generator) -> list:
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise WireError("only generators of numpy.random.default_rng can be sent")
    numbers = (state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"])
    return [str(number) for number in numbers]


def _decode(tree: object, body: bytes, used: int, depth: int) -> tuple[object, int]:
    """The value of a JSON tree, and how many bytes of `body` are used up after it."""
    if depth > MAX_DEPTH:
        raise WireError("nested too deeply")
    if tree is None or isinstance(tree, bool | float | str):
        return tree, used
    if isinstance(tree, int):
        if abs(tree) >= MAX_INTEGER:
            raise WireError("a whole number beyond 64 bits")
        return tree, used
    if isinstance(tree, list):
        return _decode_items(tree, body, used, depth)
    kind = tree[TAG]
    if kind == "array":
        return _decode_array(tree, body, used)
    if kind == "tuple":
        items, used = _decode_items(tree["items"], body, used, depth)
        return tuple(items), used
    if kind == "dict":
        decoded = {}
        for key, item in tree["items"]:
            if not isinstance(key, str):
                raise WireError("a key that is no text")
            decoded[key], used = _decode(item, body, used, depth + 1)
        return decoded, used
    if kind == "unusable" and isinstance(tree["kind"], str):
        return Unusable(tree["kind"]), used
    if kind == "generator":
        return _decode_generator(tree["state"]), used
    raise WireError("a value of unknown kind")


def _decode_items(items: object, body: bytes, used: int, depth: int) -> tuple[list, int]:
    if not isinstance(items, list):
        raise WireError("items were asked for")
    decoded = []
    for item in items:
        value, used = _decode(item, body, used, depth + 1)
        decoded.append(value)
    return decoded, used


def _decode_array(tree: dict, body: bytes, used: int) -> tuple[np.ndarray, int]:
    dtype, shape = tree["dtype"], tree["shape"]
    if dtype not in DTYPES or not isinstance(shape, list) or len(shape) > 16:
        raise WireError("an array of a dtype or shape that is not allowed")
    if not all(isinstance(side, int) and not isinstance(side, bool) and 0 <= side <= MAX_ENTRIES for side in shape):
        raise WireError("an array with impossible sides")
    entries = math.prod(shape)
    end = used + entries * np.dtype(dtype).itemsize
    if entries > MAX_ENTRIES or end > len(body):
        raise WireError("an array that is larger than the bytes sent for it")
    raw = body[used:end]
    if dtype == "|b1":
        return (np.frombuffer(raw, dtype="|u1") != 0).reshape(shape), end
    return np.frombuffer(raw, dtype=dtype).reshape(shape).copy(), end


def _decode_generator(state: object) -> np.random.Generator:
    if not isinstance(state, list) or len(state) != 4 or not all(isinstance(part, str) for part in state):
        raise WireError("a generator without a state")
    if not all(part.isdecimal() and len(part) < 40 for part in state):
        raise WireError("a generator with a malformed state")
    number, increment, has_uint32, uinteger = (int(part) for part in state)
    bits = np.random.PCG64(0)
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": number, "inc": increment},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)
