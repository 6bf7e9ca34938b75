"""Result files of the machine, made up for tests: the smallest that have every part."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

HEAD = {
    "program": "0", "origin": "simulated", "scenario": "toy", "scenario_sha256": "0" * 64, "seed": 1, "runs": 3,
    "title": "Eight <b>persons</b>", "about": "Invented & told.", "from": "1937-03-01", "to": "1938-08-28",
}  # fmt: skip


def _mechanism(number: int) -> dict[str, Any]:
    own = {
        "name": f"m{number}.a",
        "value": None if number == 3 else 0.5,
        "unit": "per day",
        "note": "",
        "prior": [0, 1],
    }
    return {
        "number": number, "name": f"m{number}", "title": f"Mechanism {number}", "off": number == 10,
        "observational": number in (15, 19), "reads": ["a"], "writes": ["b"], "off_means": "rate 0",
        "parameters": [{**own, "source": "free" if number % 2 else "some <i>book</i>"}],
    }  # fmt: skip


def ensemble() -> dict[str, Any]:
    """Return an ensemble with a tree of three and a counterfactual."""
    side = {"mean": 3.0, "low": 2.0, "high": 4.0}
    course = {"low": [0.0, 1.0], "median": [0.0, 2.0], "high": [0.0, 3.0]}
    return {
        **HEAD,
        "kind": "showtrial ensemble",
        "off": ["m10"],
        "free": 7,
        "mechanisms": [_mechanism(number) for number in range(1, 21)],
        "counts": [
            {"name": "arrests", "title": "persons arrested", "mean": 3.0, "sd": 1.0, "low": 1, "median": 3, "high": 5}
        ],
        "days": ["1937-03-01", "1938-08-28"],
        "courses": {"arrests": course, "names": course, "shot": course},
        "tree": {
            "run": 1,
            "persons": 3,
            "rows": [
                {"from": "p1", "to": "p2", "day": "1937-03-20", "route": "open"},
                {"from": "p2", "to": "p3", "day": "1937-04-20"},
            ],
            "roots": ["p1"],
            "nodes": [
                {"id": f"p{n}", "group": "town", "arrested": "1937-04-01" if n < 3 else None, "end": "camp"}
                for n in (1, 2, 3)
            ],
        },
        "counterfactual": {
            "off": ["m10"],
            "runs": 3,
            "counts": [
                {
                    "name": name, "title": name, "with": side, "without": side, "difference": {**side, "mean": -1.0},
                    "shared": None,
                }
                for name in ("arrests", "confessions", "persons_named", "deaths", "shot")
            ],
        },
    }  # fmt: skip


def trust() -> dict[str, Any]:
    """Return two questions under two recordings, and one effect."""
    numbers = {"truth": 0.5, "mean": 0.4, "bias": -0.1, "sd": 0.2, "se_mean": 0.2, "coverage": 0.9}
    return {
        **HEAD,
        "kind": "showtrial trust",
        "recordings": [{"id": r, "title": f"Recording {r}", "about": "how"} for r in "ab"],
        "questions": [{"id": q, "title": f"Question {q}", "about": "what"} for q in "xy"],
        "cells": [
            {"recording": r, "question": q, "right": 5, "silent": 3, "wrong": 2, "n": 10}
            for r in "ab"
            for q in "xy"
        ],
        "estimates": [
            {"recording": "b", "effect": "inertia", **numbers, "fitted": 9, "not_fitted": 1, "n": 10},
            {
                "recording": "a",
                "effect": "inertia",
                **dict.fromkeys(numbers),
                "fitted": 0,
                "not_fitted": 10,
                "n": 10,
            },
        ],
        "notes": ["A note."],
    }


def calibration() -> dict[str, Any]:
    """Return two numbers, a target of each use, and rank histograms."""
    span = {"low": 1.0, "median": 2.0, "high": 3.0}
    told = {
        "unit": "per day",
        "mean": 0.1,
        "median": 0.1,
        "low": 0.05,
        "high": 0.4,
        "shrink": 0.4,
        "words": "narrowed",
    }
    target = {
        "title": "Arrests", "definition": "persons", "window": ["1936", "1937"], "unit": "persons", "route": "court",
        "error": None, "reason": "", "source": "grz1993",
    }  # fmt: skip
    return {
        **HEAD,
        "kind": "showtrial calibration",
        "targets_sha256": "1" * 64,
        "budget": "small",
        "simulations": 100,
        "accepted": 20,
        "method": "ABC",
        "parameters": [
            {**told, "name": name, "title": name, "prior": [0.01, 1.0], "scale": scale, "identified": scale == "log"}
            for name, scale in (("a.rate", "log"), ("b.rate", "linear"))
        ],
        "targets": [
            {
                **target, "id": use, "use": use, "value": None if use == "excluded" else 2.0,
                "prior": span if use in ("fit", "held-out") else None,
                "posterior": span if use in ("fit", "held-out") else None, "inside": True if use == "fit" else None,
            }
            for use in ("input", "fit", "held-out", "excluded")
        ],
        "sbc": [{"parameter": "a.rate", "ranks": [2, 3, 5], "bins": 3, "n": 10, "p": 0.4}],
        "posterior": [[0.1, 0.2]],
        "checks": ["A check."],
    }  # fmt: skip


def country() -> dict[str, Any]:
    """Return two series of three years, one with figures of the record."""
    return {
        **HEAD,
        "kind": "showtrial country",
        "off": [],
        "years": [
            {
                "year": year, "event": event, "unit": event, "low": 1e4, "median": 2e4, "high": 3e4,
                "target": 25000.0 if event == "arrests" else None, "source": "grz1993" if event == "arrests" else None,
            }
            for event in ("arrests", "shot")
            for year in (1936, 1937, 1938)
        ],
    }  # fmt: skip


def country_at_size() -> dict[str, Any]:
    """Return runs of a thousandth of a country, at draws of a posterior, with a counterfactual."""
    found = country()
    for row in found["years"]:
        row |= {side: row[side] / 1000 for side in ("low", "median", "high")}
        row |= {"error": 0.1, "use": "excluded" if row["year"] == 1936 else "fit"}
    return {
        **found,
        "persons": 100,
        "full": 100_000,
        "posterior": {"calibration_sha256": "2" * 64, "draws": 3, "scenario": "union"},
        "counterfactual": ensemble()["counterfactual"],
        "mechanisms": [_mechanism(number) for number in range(1, 21)],
        "targets": [
            _figure(use="fit", predicted={"low": 10.0, "median": 20.0, "high": 30.0}, inside=True),
            _figure(
                use="held-out",
                title="Missed <b>figure</b>",
                predicted={"low": 1.0, "median": 2.0, "high": 3.0},
                inside=False,
            ),
            _figure(use="excluded", title="Left out", predicted=None, inside=None),
        ],
        "calendar": [
            {"day": "1937-03-08", "text": "An order [some <i>book</i>]"},
            {"day": "1940-01-01", "text": "An order after the runs [some book]"},
        ],
        "days": ["1937-03-07", "1937-03-14", "1937-03-21", "1937-03-23"],
        "weeks": {
            "arrested": {
                "low": [1.0, 2.0, 3.0, 9.0],
                "median": [2.0, 4.0, 6.0, 9.0],
                "high": [3.0, 6.0, 9.0, 9.0],
            }
        },
    }


def _figure(**more: Any) -> dict[str, Any]:
    """Return a figure of the record beside runs."""
    return {
        "title": "A figure", "from": "1937-01-01", "to": "1937-12-31", "unit": "persons", "route": "any",
        "value": 25.0, "error": 0.1, "scale": "log", "reason": "", "source": "grz1993 (s026)", **more,
    }  # fmt: skip


def versions() -> dict[str, Any]:
    """Return the packaged versions of `union`."""
    path = files("showtrial.calibration").joinpath("packaged", "versions-union.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))
