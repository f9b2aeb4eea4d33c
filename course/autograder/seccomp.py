"""A system-call filter for the sandbox, as the bytes of a BPF program for ``bwrap --seccomp``.

It closes what namespaces leave open: looking into other processes, new namespaces and mounts, kernel keyrings, and
every kind of memory that outlives its process or escapes the size limits (System V IPC, message queues, memfd).
"""

from __future__ import annotations

import errno
import platform
import struct

LOAD, JUMP_EQUAL, JUMP_ABOVE, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
KILL, ALLOW, ERROR = 0x80000000, 0x7FFF0000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
NEW_NAMESPACES = 0x7E020000 | 0x80
ALLOWED_FAMILIES = (1, 2, 10)  # unix, inet, inet6: the sandbox's own loopback, nothing else is up

# Numbers from 424 on are the same on every architecture.
DENIED_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 443, 447)
CLONE3 = 435
ARCHITECTURES = {
    "x86_64": {
        "audit": 0xC000003E,
        "clone": 56,
        "socket": 41,
        "denied": (
            *(101, 310, 311, 312, 272, 308, 165, 166, 155, 161, 248, 249, 250, 321, 298, 323),
            *(29, 30, 31, 67, 64, 65, 66, 220, 68, 69, 70, 71, 240, 241, 319),
            *(246, 320, 175, 313, 176, 303, 304, 300, 179, 167, 168, 169, 163, 103, 172, 173, 154),
        ),
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "clone": 220,
        "socket": 198,
        "denied": (
            *(117, 270, 271, 272, 97, 268, 40, 39, 41, 51, 217, 218, 219, 280, 241, 282),
            *(194, 195, 196, 197, 190, 191, 192, 193, 186, 187, 188, 189, 180, 181, 279),
            *(104, 294, 105, 273, 106, 264, 265, 262, 60, 224, 225, 142, 89, 116),
        ),
    },
}


def program(machine: str | None = None) -> bytes | None:
    """The filter for this machine (or the named one); None where its system-call numbers are not known here.

    Denied calls fail with EPERM, so that honest code sees an ordinary error; a call in another architecture's
    numbering kills the process.
    """
    numbers = ARCHITECTURES.get(machine or platform.machine())
    if numbers is None:
        return None
    code = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_EQUAL, 1, 0, numbers["audit"]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_ABOVE, 0, 1, 0x40000000),
        (RETURN, 0, 0, ERROR | errno.ENOSYS),
        # clone3 hides its flags behind a pointer; on ENOSYS the C library falls back to clone.
        (JUMP_EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, ERROR | errno.ENOSYS),
    ]
    for number in (*numbers["denied"], *DENIED_EVERYWHERE):
        code += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERROR | errno.EPERM)]
    code += [
        (JUMP_EQUAL, 0, 4, numbers["clone"]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES),
        (RETURN, 0, 0, ERROR | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 1, 0, numbers["socket"]),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
    ]
    for family in ALLOWED_FAMILIES:
        code += [(JUMP_EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    code.append((RETURN, 0, 0, ERROR | errno.EAFNOSUPPORT))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
