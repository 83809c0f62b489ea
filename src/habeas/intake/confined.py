"""What a process that parses can't do, whatever takes it over: it asks the system to be bound for good.

On Linux a filter in the kernel (seccomp) refuses to this process, and to all that it starts, every call that
opens a connection, starts a program, opens a file to write to it or changes a file's name; no rights are
needed for that, and native code can't get round it. Elsewhere, and on processors whose calls aren't listed
here, a hook of Python's refuses the same to Python code; native code isn't bound by it. docs/threat-model.md
says what that means.

Sources: seccomp(2), prctl(2), `linux/seccomp.h`, `linux/filter.h`, `linux/audit.h`, and the tables of system
calls, `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any, Final


class Bond(StrEnum):
    """What holds a process that parses."""

    KERNEL = "kernel"  # native code, too
    PYTHON = "python"  # Python code alone


@dataclass(frozen=True, slots=True)
class _Machine:
    """A processor's calls: those that are refused, and of those that open a file, where their flags stand."""

    audit: int
    refused: tuple[int, ...]
    opens: Mapping[int, int]


_EVERYWHERE: Final = (
    *(425, 426, 427),  # io_uring: does what a filter would refuse, unseen by it
    *(434, 438),  # pidfd_open, pidfd_getfd
    *(437, 452),  # openat2 (hides its flags from a filter), fchmodat2
    *(428, 429, 430, 431, 432, 433, 442),  # the new ways to mount
)
_X86_64: Final = _Machine(
    audit=0xC000003E,
    refused=(
        *range(41, 51),  # socket, connect, accept, sendto, recvfrom, sendmsg, recvmsg, shutdown, bind, listen
        *(53, 288, 299, 307),  # socketpair, accept4, recvmmsg, sendmmsg
        *(59, 322),  # execve, execveat
        *(101, 310, 311),  # ptrace, process_vm_readv, process_vm_writev
        *(321, 298, 323, 248, 249, 250),  # bpf, perf_event_open, userfaultfd, add_key, request_key, keyctl
        *(272, 308, 165, 166, 155, 161, 304),  # unshare, setns, mounts, chroot, open_by_handle_at
        *(76, 77, 82, 83, 84, 85, 86, 87, 88),  # truncate to symlink
        *(90, 91, 92, 93, 94, 132, 133, 235),  # chmod to lchown, utime, mknod, utimes
        *(258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 316),  # the same by folder
        *(188, 189, 190, 197, 198, 199),  # extended attributes
        *_EVERYWHERE,
    ),
    opens={2: 1, 257: 2},
)
_AARCH64: Final = _Machine(
    audit=0xC00000B7,
    refused=(
        *range(198, 213),  # socket to recvmsg
        *(242, 243, 269),  # accept4, recvmmsg, sendmmsg
        *(221, 281),  # execve, execveat
        *(117, 270, 271),  # ptrace, process_vm_readv, process_vm_writev
        *(280, 241, 282, 217, 218, 219),  # bpf, perf_event_open, userfaultfd, add_key, request_key, keyctl
        *(97, 268, 39, 40, 41, 51, 265),  # unshare, setns, mounts, chroot, open_by_handle_at
        *(33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 88, 276),  # mknodat to fchown, utimensat, renameat2
        *(5, 6, 7, 14, 15, 16),  # extended attributes
        *_EVERYWHERE,
    ),
    opens={56: 2},
)
_MACHINES: Final[Mapping[str, _Machine]] = {"x86_64": _X86_64, "aarch64": _AARCH64}

# Flags that change a file or make one.
_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# x32, a second way to number the calls of x86_64, starts here.
_X32: Final = 0x4000_0000
_NUMBER, _AUDIT, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000 | errno.EPERM
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2

# What Python itself tells of before it does it.
_REFUSED_EVENTS: Final = frozenset(
    {
        *("socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
        *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
        *(
            "subprocess.Popen",
            "os.exec",
            "os.posix_spawn",
            "os.spawn",
            "os.startfile",
            "os.system",
            "pty.spawn",
        ),
        *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
        *("os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move"),
    }
)


def confine() -> Bond:
    """Bind this process, all that it starts, and nothing else; there is no way back.

    Called before any document is looked at, and while only one thread runs.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform == "linux" and machine is not None and _filtered(machine):
        return Bond.KERNEL
    sys.addaudithook(_refuse)
    return Bond.PYTHON


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    written = event == "open" and isinstance(arguments[2], int) and arguments[2] & _TO_WRITE
    if event in _REFUSED_EVENTS or written:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def _filtered(machine: _Machine) -> bool:
    """Hand the filter to the kernel; False where it takes none."""
    lines = _program(machine)
    instructions = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _program(machine: _Machine) -> Sequence[tuple[int, int, int, int]]:
    """The filter, as (code, lines to skip if so, lines to skip if not, value); its last two lines answer."""
    tests: list[tuple[int, int]] = [(_EQUAL, number) for number in machine.refused]
    opens = list(chain.from_iterable(_open_for_writing(*each) for each in machine.opens.items()))
    # Numbers of another kind of processor (32 bits) would mean other calls.
    head = [(_LOAD, 0, 0, _AUDIT), (_EQUAL, 1, 0, machine.audit), (_RETURN, 0, 0, _REFUSE)]
    body = [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, len(tests) + len(opens) + 1, 0, _X32)]
    for done, (code, value) in enumerate(tests, start=1):
        body.append((code, len(tests) - done + len(opens) + 1, 0, value))
    return [*head, *body, *opens, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]


def _open_for_writing(number: int, argument: int) -> Sequence[tuple[int, int, int, int]]:
    """The lines that refuse this call where the argument's bits ask to write."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        (_ANY_BIT, 0, 1, _TO_WRITE),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
