"""How is a rule set printed, for a reader and for a program?"""

from __future__ import annotations

from typing import Any

from showtrial.audit.rules.ruleset import RuleSet


def rules_data(rules: RuleSet) -> dict[str, Any]:
    """Return a rule set as one JSON object."""
    return {
        "id": rules.id,
        "title": rules.title,
        "version": rules.version,
        "independence_level": rules.independence_level,
        "sha256": rules.sha256,
        "rules": [
            {
                "id": rule.id,
                "title": rule.title,
                "kind": rule.kind,
                "unknown": rule.unknown,
                "sources": [{"text": each.text, "verified": each.verified} for each in rule.sources],
            }
            for rule in rules.rules
        ],
    }


def rules_text(rules: RuleSet) -> str:
    """Write a rule set as lines for a reader."""
    lines = [f"{rules.id}: {rules.title} (sources independent by {rules.independence_level})"]
    for rule in rules.rules:
        sets_aside = "sets aside" if rule.kind == "exclude" else "asks support beside"
        lines.append(f"  {rule.id:<26}{sets_aside} {rule.title}")
        lines += [
            f"  {'':<26}  {each.text}{'' if each.verified else '  (not verified)'}" for each in rule.sources
        ]
    return "\n".join(lines)
