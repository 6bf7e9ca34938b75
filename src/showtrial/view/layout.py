"""Where does each node of a network stand on paper?

Repelling points and pulling springs (Fruchterman & Reingold 1991, doi:10.1002/spe.4380211102), with
one more pull: a node that has a place along the long axis is drawn to it. No chance is involved,
so the same network is always drawn the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_STEPS = 220
_GOLDEN = math.pi * (3 - math.sqrt(5))


def layout(
    nodes: Sequence[str],
    edges: Sequence[tuple[str, str, float]],
    home: Mapping[str, float],
    *,
    width: float,
    height: float,
) -> dict[str, tuple[float, float]]:
    """Place `nodes` in a frame.

    Parameters
    ----------
    nodes : sequence of str
        In a fixed order.
    edges : sequence of (node, node, weight)
        What pulls together.
    home : mapping
        Node -> its place along the long axis, from 0 to 1; nodes without one go where they are pulled.
    width, height : float
        Size of the frame.

    Returns
    -------
    dict
        Node -> (x, y), y downwards, rounded to tenths.
    """
    if not nodes:
        return {}
    at = {node: position for position, node in enumerate(nodes)}
    pulls = [(at[a], at[b], math.log1p(weight)) for a, b, weight in edges if a in at and b in at and a != b]
    goals = [home.get(node) for node in nodes]
    xs, ys = _start(goals)
    for step in range(_STEPS):
        _move(xs, ys, pulls, goals, 0.08 * (1 - step / _STEPS) + 0.002)
    flat = width >= height
    long, short = (_spread(xs, 1.0), _spread(ys, 1.0))
    across, down = (long, short) if flat else (short, long)
    return {node: (round(across[i] * width, 1), round(down[i] * height, 1)) for i, node in enumerate(nodes)}


def _start(goals: Sequence[float | None]) -> tuple[list[float], list[float]]:
    """Spiral of sunflower seeds, shifted to the goals: no two nodes begin at one point."""
    n = len(goals)
    xs, ys = [], []
    for i, goal in enumerate(goals):
        radius = 0.45 * math.sqrt((i + 0.5) / n)
        xs.append((0.5 if goal is None else goal) + 0.3 * radius * math.cos(i * _GOLDEN))
        ys.append(0.5 + radius * math.sin(i * _GOLDEN))
    return xs, ys


def _move(
    xs: list[float],
    ys: list[float],
    pulls: Sequence[tuple[int, int, float]],
    goals: Sequence[float | None],
    most: float,
) -> None:
    """One step, in place; no node moves further than `most`."""
    n = len(xs)
    room = 0.9 / n
    dx, dy = [0.0] * n, [0.0] * n
    for i in range(n):
        x, y = xs[i], ys[i]
        for j in range(i):
            u, v = x - xs[j], y - ys[j]
            force = room / (u * u + v * v + 1e-6)
            dx[i] += u * force
            dy[i] += v * force
            dx[j] -= u * force
            dy[j] -= v * force
    length = math.sqrt(room)
    for i, j, weight in pulls:
        u, v = xs[i] - xs[j], ys[i] - ys[j]
        force = weight * 0.35 * math.sqrt(u * u + v * v) / length
        dx[i] -= u * force
        dy[i] -= v * force
        dx[j] += u * force
        dy[j] += v * force
    for i, goal in enumerate(goals):
        dx[i] += (
            40
            * room
            * n
            * ((goal if goal is not None else 0.5) - xs[i])
            * (1.0 if goal is not None else 0.05)
        )
        dy[i] += 1.2 * (0.5 - ys[i])
        far = math.hypot(dx[i], dy[i]) or 1.0
        step = min(far * 0.01, most) / far
        xs[i] += dx[i] * step
        ys[i] += dy[i] * step


def _spread(values: Sequence[float], size: float) -> list[float]:
    """Stretch `values` to fill ``[0, size]``: half by place, half by rank, so that crowds thin out."""
    low, high = min(values), max(values)
    n = len(values)
    rank = [0.0] * n
    for position, i in enumerate(sorted(range(n), key=lambda i: (values[i], i))):
        rank[i] = position / max(n - 1, 1)
    width = (high - low) or 1.0
    return [size * (0.4 * (value - low) / width + 0.6 * rank[i]) for i, value in enumerate(values)]
