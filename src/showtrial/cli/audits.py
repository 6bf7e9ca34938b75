"""What do the charges rest on, and by which rules: the verbs audit and rules?"""

from __future__ import annotations

from typing import Any

import click

from showtrial.cli.answers import Answer, known_word, main, of_case, opened_case, verb, verb_of


@verb
@of_case
@click.option("--trial", metavar="ID", help="Only the charges of this case.")
@click.option("--accused", metavar="ID", help="Only the charges against this person.")
@click.option("--rules", metavar="NAME|FILE", default="hr-baseline", show_default=True, help="Rule set.")
@click.option("--question", "questions", multiple=True, help="Only this question; may be given again.")
@click.option(
    "--fix", metavar="ROW.COLUMN=VALUE", multiple=True, help="Take this reading of a disputed cell."
)
def audit(case: str, as_of: str | None, allow_living: str | None, **given: Any) -> Answer:
    """Say what the charges rest on, and what is left when testimony fails the rules.

    Questions: basis, remains, contradictions, independence, predetermination, fair_trial, profile,
    sensitivity, gaps.
    """
    from tqdm import tqdm

    from showtrial.audit.printed import audit_data, audit_text
    from showtrial.audit.rules.ruleset import open_rules
    from showtrial.audit.run import QUESTIONS
    from showtrial.audit.run import audit as audit_case

    asked = [known_word(each, dict.fromkeys(QUESTIONS, each), "--question") for each in given["questions"]]
    rules, opened = open_rules(given["rules"]), opened_case(case, as_of, allow_living)
    chosen = {"trial": given["trial"], "accused": given["accused"], "fixed": _readings(given["fix"])}
    with tqdm(bar_format="audit [{elapsed}] {desc}", leave=False, disable=None) as bar:
        found = audit_case(
            opened, rules, **chosen, questions=asked or QUESTIONS, step=bar.set_description_str
        )
    return Answer(audit_text(found), audit_data(found))


@main.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else.")
@click.pass_context
def rules(context: click.Context, as_json: bool) -> None:
    """List the packaged rule sets, with every citation whose text was not seen marked."""
    if context.invoked_subcommand is None:
        context.invoke(rules_list, as_json=as_json)
    elif as_json:
        raise click.UsageError(f"put --json behind {context.invoked_subcommand}")


@verb_of(rules, "list")
def rules_list() -> Answer:
    """List the packaged rule sets."""
    from showtrial.audit.rules.printed import rules_data, rules_text
    from showtrial.audit.rules.ruleset import packaged_rules

    found = packaged_rules().values()
    return Answer("\n\n".join(map(rules_text, found)), {"rules": [rules_data(each) for each in found]})


@verb_of(rules, "check")
@click.argument("file", metavar="FILE")
def rules_check(file: str) -> Answer:
    """Find all problems of a rule set; say which of its citations are not verified."""
    from showtrial.audit.rules.printed import rules_data, rules_text
    from showtrial.audit.rules.ruleset import open_rules

    found = open_rules(file)
    return Answer(f"{rules_text(found)}\nno problem found", {**rules_data(found), "problems": []})


def _readings(given: tuple[str, ...]) -> dict[tuple[str, str], str]:
    found = {}
    for each in given:
        cell, equals, value = each.partition("=")
        row, dot, column = cell.rpartition(".")
        if not (equals and dot):
            raise click.BadParameter(f"{each!r}; wanted ROW.COLUMN=VALUE", param_hint="--fix")
        found[row, column] = value
    return found
