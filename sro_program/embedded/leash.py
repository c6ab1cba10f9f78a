"""Run a program on a leash: when the one that started it dies, it is told to end.

Used as ``python -I -S leash.py PARENT SIGNAL UID GID KEY PROGRAM ARGUMENT...``; it
becomes the program, so it costs no extra process. UID 0 means: stay who you are.
KEY 1 lets the other account walk through folders that only root may enter, so that
no folder's permissions need to be widened for it.
"""

import contextlib
import ctypes
import os
import sys

SET_PARENT_DEATH_SIGNAL = 1
KEEP_CAPABILITIES = 8
AMBIENT_CAPABILITY = 47
RAISE = 2
CAPABILITIES_VERSION_3 = 0x20080522
MAY_READ_AND_ENTER = 2  # CAP_DAC_READ_SEARCH
MAY_OVERRIDE = 1  # CAP_DAC_OVERRIDE, the one that containers usually leave to root


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def keep_one_capability(capability: int) -> None:
    """Let this one right survive the next exec, and drop every other."""
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION_3, 0)
    bit = 1 << capability
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    checked(libc().capset(header, data))
    checked(libc().prctl(AMBIENT_CAPABILITY, RAISE, capability, 0, 0))


def take_key() -> None:
    """Keep the least right that opens root's folders, if there is one to keep."""
    for capability in (MAY_READ_AND_ENTER, MAY_OVERRIDE):
        with contextlib.suppress(OSError):
            keep_one_capability(capability)
            return


def become(uid: int, gid: int, *, key: bool) -> None:
    if key:
        checked(libc().prctl(KEEP_CAPABILITIES, 1, 0, 0, 0))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if key:
        take_key()


def tie_to(parent: int, signal: int) -> None:
    """Must come after `become`: a change of user unties the leash."""
    checked(libc().prctl(SET_PARENT_DEATH_SIGNAL, signal, 0, 0, 0))
    if os.getppid() != parent:
        sys.exit("The program that started this one is gone.")


def main(arguments: list[str]) -> None:
    parent, signal, uid, gid, key = map(int, arguments[:5])
    program = arguments[5:]
    on_linux = sys.platform == "linux"
    if uid:
        become(uid, gid, key=on_linux and bool(key))
    if on_linux:
        tie_to(parent, signal)
    os.execv(program[0], program)  # noqa: S606  # the runner's own programs, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
