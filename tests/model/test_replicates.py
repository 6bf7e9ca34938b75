"""Are many pieces the same table on one core, on several, on a cluster, and after an interruption?"""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showtrial.errors import ModelError, ReadError
from showtrial.model.machine.chance import seed_of_run
from showtrial.model.replicates import Kept, Where, own, replicated


def draws(numbers: range) -> np.ndarray:
    return np.array([np.random.default_rng(seed_of_run(3, n)).normal(size=4) for n in numbers])


def slow_draws(numbers: range) -> np.ndarray:
    time.sleep(0.05)
    return draws(numbers)


def broken(numbers: range) -> np.ndarray:
    if 17 in numbers:
        raise ModelError("piece 17  cannot be done")
    return draws(numbers)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 3))
def test_equal_to_the_plain_call(pieces, batch, workers):
    found = replicated(draws, pieces, batch=batch, where=Where(workers=workers))
    assert (found == draws(range(pieces))).all()


def test_processes_give_the_same():
    found = replicated(draws, 23, batch=4, where=Where(workers=2, threads=False))
    assert (found == draws(range(23))).all()


def test_steps_come_from_the_calling_thread_and_add_up():
    seen, where = [], []

    def step(done: int) -> None:
        seen.append(done)
        where.append(threading.current_thread())

    replicated(draws, 23, batch=5, where=Where(workers=2), step=step)
    assert sum(seen) == 23
    assert set(where) == {threading.current_thread()}


@pytest.mark.parametrize("workers", [1, 2])
def test_interrupted_work_goes_on(tmp_path, workers):
    """What was done is kept; the rest is done later; the table is the one of a run in one go."""

    class StoppedError(Exception):
        pass

    def stopping(done: int) -> None:
        kept.append(done)
        if len(kept) == 3:
            raise StoppedError

    kept: list[int] = []
    keep = Kept(tmp_path / "keep", "draws 3")
    with pytest.raises(StoppedError):
        replicated(draws, 40, batch=4, where=Where(workers=workers), keep=keep, step=stopping)
    assert 3 <= len(list(keep.folder.glob("part-*.npy"))) < 10
    asked: list[int] = []

    def counted(numbers: range) -> np.ndarray:
        asked.extend(numbers)
        return draws(numbers)

    assert (replicated(counted, 40, batch=4, keep=keep) == draws(range(40))).all()
    assert 0 < len(asked) <= 28


def test_stopping_early_is_no_warning():
    """Whatever is finished meanwhile and not asked for: warnings are errors in these tests."""

    class StoppedError(Exception):
        pass

    def stopping(done: int) -> None:
        time.sleep(0.03)  # others finish
        raise StoppedError

    for _ in range(5):
        with pytest.raises(StoppedError):
            replicated(draws, 40, batch=4, where=Where(workers=2), step=stopping)


def test_a_spoilt_part_is_done_again_and_more_pieces_can_be_asked_for(tmp_path):
    keep = Kept(tmp_path / "keep", "draws 3")
    replicated(draws, 10, batch=4, keep=keep)
    (keep.folder / "part-0000005.npy").write_bytes(b"\x93NUMPY")
    assert (replicated(draws, 14, batch=4, keep=keep) == draws(range(14))).all()
    assert (replicated(draws, 6, batch=4, keep=keep) == draws(range(6))).all()


def test_a_folder_of_other_work_is_refused(tmp_path):
    replicated(draws, 4, keep=Kept(tmp_path / "keep", "seed 1"))
    with pytest.raises(ReadError, match="holds parts of other work"):
        replicated(draws, 4, keep=Kept(tmp_path / "keep", "seed 2"))
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadError, match="cannot be made a folder"):
        replicated(draws, 4, keep=Kept(tmp_path / "file" / "keep", "seed 1"))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_work_comes_through(workers):
    with pytest.raises(ModelError, match="piece 17"):
        replicated(broken, 30, batch=5, where=Where(workers=workers))


def test_bad_numbers_and_wrong_rows_are_refused():
    for call in (
        lambda: replicated(draws, 0),
        lambda: replicated(draws, 3, batch=0),
        lambda: replicated(draws, 3, where=Where(workers=0)),
        lambda: replicated(lambda numbers: draws(numbers)[1:], 3),
    ):
        with pytest.raises(ModelError):
            call()


def test_each_thread_has_its_own():
    made: list[int] = []

    def mine() -> list[int]:
        return own("engine", lambda: made.append(1) or [len(made)])

    here = mine()
    other: list[object] = []
    thread = threading.Thread(target=lambda: other.append(mine()))
    thread.start()
    thread.join()
    assert mine() is here
    assert other[0] is not here
    assert len(made) == 2


def test_no_cluster_there(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("showtrial.model.replicates.PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:9", "nowhere"):
        with pytest.raises(ReadError, match="no cluster answers"):
            replicated(draws, 3, where=Where(cluster=address))


def test_without_the_library(monkeypatch):
    monkeypatch.setattr("showtrial.model.replicates.find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"showtrial\[cluster\]"):
        replicated(draws, 3, where=Where(cluster="tcp://127.0.0.1:8786"))


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the libraries of the cluster, when a worker dies
def test_a_cluster_gives_the_same_though_a_worker_is_killed(monkeypatch):
    monkeypatch.setattr("showtrial.model.replicates.STALLED", 20.0)
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        pids = [each.pid for each in cluster.workers.values()]
        killed: list[int] = []

        def step(done: int) -> None:
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        where = Where(cluster=cluster.scheduler_address)
        found = replicated(slow_draws, 60, batch=2, where=where, step=step)
        assert killed
    assert (found == draws(range(60))).all()
