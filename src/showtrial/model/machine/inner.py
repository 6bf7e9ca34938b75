"""How are kernels compiled that only kernels call?

Like `naming.kernels.compiled`, without the wrappers by which Python would call them: a world is many
arrays, and the wrappers took most of the time of compilation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def inner(function: Kernel) -> Kernel:
    """Compile `function` for use by other kernels only."""
    flags: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    flags |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(**flags)(function)


def inlined(function: Kernel) -> Kernel:
    """Compile `function` to be copied into every kernel that calls it; Python may call it too.

    For a few instructions that a loop repeats: handing over a tuple of arrays costs more than they do.
    """
    flags: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(forceinline=True, **flags)(function)
