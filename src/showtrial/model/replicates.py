"""How are many independent pieces of work done on all cores, or on a cluster?

The pieces are numbered, and a piece depends on its number alone (its seed is a function of the number), so
the table of results is the same wherever and in whatever order they are done. Pieces go in batches: a task
of its own for every piece would cost more than the piece.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import warnings
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from showtrial.errors import ModelError, ReadError
from showtrial.events.history import Floats
from showtrial.record.atomic import write_file

Made = TypeVar("Made")
#: Seconds in which a cluster has to answer, and to show its first worker.
PATIENCE = 10.0
#: Seconds after which a batch on a cluster counts as lost, and how often lost ones are asked for again.
STALLED, TRIES = 900.0, 3
_OWN = threading.local()


@dataclass(frozen=True, slots=True)
class Where:
    """Where work is done.

    Parameters
    ----------
    workers : int
        How many batches at once on this machine; 1 is a plain loop.
    threads : bool
        Threads of this process (for kernels that run without the lock of the interpreter), or
        processes of their own (for work in Python).
    cluster : str
        Address of the scheduler of a Dask cluster, ``tcp://host:8786``; then `workers` is the cluster's.
    """

    workers: int = 1
    threads: bool = True
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder in which finished batches are kept, so that interrupted work goes on from them.

    Parameters
    ----------
    folder : Path
    mark : str
        Everything that a result depends on (scenario, seed, version, ...), as text or a hash of it.
    """

    folder: Path
    mark: str


def replicated(
    work: Callable[[range], Floats],
    pieces: int,
    *,
    batch: int = 25,
    where: Where | None = None,
    keep: Kept | None = None,
    step: Callable[[int], object] = lambda done: None,
) -> Floats:
    """Do pieces 0, 1, ..., `pieces` - 1 and return one row for each, in order.

    Parameters
    ----------
    work : callable
        From the numbers of a batch to a float table with one row for each; for processes and clusters it
        must pickle (a function of a module, a dataclass with ``__call__``).
    pieces, batch : int
        How many pieces, and how many of them in one task.
    where : Where, optional
        A plain loop if not given.
    keep : Kept, optional
        Folder in which finished batches are kept, whole or not at all.
    step : callable
        Called in the calling thread with the number of pieces just done (kept ones at once).

    Returns
    -------
    (pieces, ...) float64
        Equal to ``work(range(pieces))``, whatever `batch` and `where` are.

    Raises
    ------
    ModelError
        If `pieces`, `batch` or the workers are below 1, or `work` returns a wrong number of rows.
    ReadError
        If `keep` holds the batches of other work, or the cluster does not answer.

    Examples
    --------
    >>> import numpy as np
    >>> def squares(numbers):
    ...     return np.array([[n, n * n] for n in numbers], float)
    >>> replicated(squares, 4, batch=3, where=Where(workers=2))[:, 1].tolist()
    [0.0, 1.0, 4.0, 9.0]
    """
    where = where or Where()
    for name, number in (("pieces", pieces), ("batch", batch), ("workers", where.workers)):
        if number < 1:
            raise ModelError(f"{name} {number}  wanted 1 or more")
    store = _Store(keep, batch) if keep is not None else None
    batches = [range(first, min(first + batch, pieces)) for first in range(0, pieces, batch)]
    parts: dict[int, Floats] = {}
    missing = []
    for numbers in batches:
        found = store.read(numbers) if store is not None else None
        if found is None:
            missing.append(numbers)
        else:
            parts[numbers.start] = found
            step(len(numbers))
    with closing(_done(work, missing, where)) as results:
        for numbers, rows in results:
            if len(rows) != len(numbers):
                raise ModelError(f"{len(rows)} rows of results came for {len(numbers)} pieces")
            if store is not None:
                store.write(numbers, rows)
            parts[numbers.start] = rows
            step(len(numbers))
    return np.concatenate([parts[numbers.start] for numbers in batches])


def own(key: Hashable, make: Callable[[], Made]) -> Made:
    """Return what this thread of this process made for `key`, and make it if it is the first to ask.

    For what is dear to lay out and not to be shared (an engine). Each thread keeps the last two things.

    Examples
    --------
    >>> own("list", lambda: [1]) is own("list", lambda: [2])
    True
    """
    held: dict[Hashable, Any] = _OWN.__dict__.setdefault("held", {})
    if key not in held:
        while len(held) > 1:
            del held[next(iter(held))]
        held[key] = make()
    found: Made = held[key]
    return found


def _done(
    work: Callable[[range], Floats], batches: list[range], where: Where
) -> Generator[tuple[range, Floats], None, None]:
    """Give each batch with its rows, in the order in which they are ready."""
    if not batches:
        return
    if not where.cluster and where.workers == 1:
        for numbers in batches:
            yield numbers, _rows(work, numbers)[1]
        return
    if where.cluster:
        with _cluster(where.cluster) as client:
            _probe(client, where.cluster, work)
            yield from _on_cluster(work, batches, client, where.cluster)
    else:
        told = {"backend": "threading" if where.threads else "loky"}
        yield from _parallel(work, batches, told, min(where.workers, len(batches)))


def _on_cluster(
    work: Callable[[range], Floats], batches: list[range], client: Any, address: str
) -> Iterator[tuple[range, Floats]]:
    """Give each batch with its rows; ask again for what was lost with a worker between two machines."""
    pending = {numbers.start: numbers for numbers in batches}
    for _ in range(TRIES):
        told = {"backend": "dask", "client": client}
        try:
            for numbers, rows in _parallel(work, list(pending.values()), told, -1, timeout=STALLED):
                del pending[numbers.start]
                yield numbers, rows
            return
        except TimeoutError:
            continue
    raise ReadError(
        f"{address}  {len(pending)} batches gave no result in {TRIES} times {STALLED:g} seconds; do "
        "its workers die (short of memory)? Start again: what is done is kept where a folder was given"
    )


def _parallel(
    work: Callable[[range], Floats],
    batches: Iterable[range],
    told: dict[str, Any],
    jobs: int,
    timeout: float | None = None,
) -> Iterator[tuple[range, Floats]]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(**told):
        many = Parallel(n_jobs=jobs, batch_size=1, return_as="generator_unordered", timeout=timeout)
        results = many(delayed(_rows)(work, numbers) for numbers in batches)
        try:
            for each in results:  # noqa: UP028  `yield from` would close it before what follows
                yield each
        finally:
            with warnings.catch_warnings():  # whoever stops early meant to, and is told of it elsewhere
                warnings.filterwarnings("ignore", r"\d+ tasks ", UserWarning)
                results.close()


def _rows(work: Callable[[range], Floats], numbers: range) -> tuple[range, Floats]:
    return numbers, np.asarray(work(numbers), np.float64)


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """Connect to a cluster that is there and has workers."""
    if find_spec("distributed") is None:
        mend = "install it: pip install 'showtrial[cluster]'"
        raise ReadError(f"{address}  distributed not installed; wanted the library of clusters; {mend}")
    from distributed import Client

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ReadError(
            f"{address}  no cluster answers there ({_first_line(error)}); wanted the address of a Dask "
            "scheduler, such as tcp://host:8786"
        ) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except OSError:
        client.close()
        raise ReadError(f"{address}  has no worker; start one: dask worker {address}") from None
    with client:
        yield client


def _probe(client: Any, address: str, work: Callable[[range], Floats]) -> None:
    """Let every worker take up the work once: joblib would wait for ever for one that cannot."""
    try:
        client.run(_taken_up, work)
    except Exception as error:  # whatever a worker's installation comes to
        raise ReadError(
            f"{address}  a worker cannot take up the work ({_first_line(error)}); install the same "
            "version of showtrial[cluster] there"
        ) from None


def _taken_up(work: Callable[[range], Floats]) -> bool:
    return callable(work)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


class _Store:
    """Finished batches in a folder."""

    def __init__(self, keep: Kept, batch: int) -> None:
        self.folder = keep.folder
        mark = hashlib.sha256(f"{batch} {keep.mark}".encode()).hexdigest()
        head = self.folder / "work.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadError(f"{self.folder}  cannot be made a folder: {error.strerror}") from None
        if head.exists() and _mark(head) != mark:
            raise ReadError(
                f"{self.folder}  holds parts of other work (another scenario, seed or version); remove it or "
                "choose another folder"
            )
        write_file(head, json.dumps({"mark": mark}).encode() + b"\n")

    def _path(self, numbers: range) -> Path:
        return self.folder / f"part-{numbers.start + 1:07d}.npy"

    def read(self, numbers: range) -> Floats | None:
        """Return the rows of a batch, if they are all there."""
        path = self._path(numbers)
        if not path.exists():
            return None
        try:
            rows = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return np.asarray(rows[: len(numbers)], np.float64) if len(rows) >= len(numbers) else None

    def write(self, numbers: range, rows: Floats) -> None:
        """Keep the rows of a batch."""
        out = io.BytesIO()
        np.save(out, rows, allow_pickle=False)
        write_file(self._path(numbers), out.getvalue())


def _mark(head: Path) -> str:
    try:
        return str(json.loads(head.read_text(encoding="utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
