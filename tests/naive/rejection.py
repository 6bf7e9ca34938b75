"""Approximate Bayesian computation as the textbooks begin it: keep the draws that come out near enough."""

import math


def rejection(units, figures, observed, share):
    """Return the places of the `share` of simulations whose figures lie nearest, unadjusted."""
    n, k = len(figures), len(observed)
    spread = []
    for j in range(k):
        column = sorted(row[j] for row in figures)
        middle = column[n // 2]
        spread.append(sorted(abs(x - middle) for x in column)[n // 2])
    distances = []
    for i in range(n):
        total = 0.0
        for j in range(k):
            total += ((figures[i][j] - observed[j]) / spread[j]) ** 2
        distances.append((math.sqrt(total), i))
    distances.sort()
    return [units[i] for _, i in distances[: int(share * n)]]
