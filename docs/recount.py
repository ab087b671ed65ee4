#!/usr/bin/env python3
"""Recount a closed poll from the published list of its ballots.

Save the list from https://<address of Polls>/api/polls/<poll's name in its link>/ballots, as JSON or, with
?format=csv, as CSV. Load a large list in parts, with ?limit=10000&after=<last receipt of the part before>.
Then run this script, which needs only Python 3.9 or newer:

    python3 recount.py BALLOTS... [RESULTS]

It prints the number of ballots, and the votes of each choice by its id. With RESULTS, saved from .../results,
it also prints the texts of the choices and compares the tallies. The exit status is 1 if something does not
add up.
"""

import csv
import json
import sys
import uuid
from collections import Counter


def read(file):
    with open(file, encoding="utf-8-sig") as opened:
        return opened.read()


def whole(numbers):
    """Return the list unchanged, or raise ValueError if it contains anything but integers.

    Otherwise true and 1.0 would be counted as 1, and the string "12" as two choices.
    """
    if any(type(number) is not int for number in numbers):
        raise ValueError(f"not whole numbers: {numbers!r}")
    return numbers


def ballots_in(text):
    """Parse a published list into (receipt, choice ids) pairs. CSV has a line for each choice of a ballot."""
    if text.lstrip().startswith("["):
        return [(ballot["receipt"], whole(ballot["choices"])) for ballot in json.loads(text)]
    lines = csv.DictReader(text.splitlines())
    if lines.fieldnames != ["receipt", "choice_id"]:
        raise ValueError("not a list of ballots")
    ballots = []
    for line in lines:
        if len(line) > 2:
            raise ValueError(f"too many cells: {line}")
        receipt, choice = line["receipt"], int(line["choice_id"])
        if ballots and ballots[-1][0] == receipt:
            ballots[-1][1].append(choice)
        else:
            ballots.append((receipt, [choice]))
    return ballots


def choices_in(results):
    """The choices of a published result by id."""
    choices = {choice["id"]: choice for choice in results["choices"]}
    whole([results["ballots"], *choices, *(choice["votes"] for choice in choices.values())])
    if len(choices) < len(results["choices"]):
        raise ValueError("a choice is listed twice")
    return choices


def problems_of(ballots):
    """Yield a sentence for each ballot that no correct list contains."""
    seen = Counter(uuid.UUID(receipt) for receipt, _ in ballots)
    for receipt, times in seen.items():
        if times > 1:
            yield f"The receipt {receipt} is there {times} times."
    for receipt, choices in ballots:
        if not choices:
            yield f"The ballot {receipt} is empty."
        if len(set(choices)) < len(choices):
            yield f"The ballot {receipt} names a choice twice."


def differences(ballots, votes, results, choices):
    """Yield a sentence for each difference between the published result and the list."""
    if results["ballots"] != len(ballots):
        yield f"The result says {results['ballots']} ballots, and the list holds {len(ballots)}."
    for choice in sorted(choices.keys() | votes.keys()):
        says = choices[choice]["votes"] if choice in choices else 0
        if says != votes[choice]:
            yield f"The result says {says} votes for {choice}, and the list holds {votes[choice]}."


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.exit(__doc__)
    texts = {}
    try:
        files = [read(file) for file in arguments]
        # A result is an object; a list of ballots is an array or CSV.
        is_compared = len(files) > 1 and files[-1].lstrip().startswith("{")
        parts = files[:-1] if is_compared else files
        ballots = [ballot for part in parts for ballot in ballots_in(part)]
        problems = [*problems_of(ballots)]
        votes = Counter(choice for _, choices in ballots for choice in choices)
        if is_compared:
            results = json.loads(files[-1])
            published = choices_in(results)
            texts = {number: choice["choice_text"] for number, choice in published.items()}
            problems += differences(ballots, votes, results, published)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        sys.exit(f"This can't be read as a list of ballots, and a result: {error!r}")
    print(f"ballots: {len(ballots)}")
    for choice in sorted(votes.keys() | texts.keys()):
        print(f"{choice}: {votes[choice]}  {texts.get(choice, '')}".rstrip())
    if problems:
        sys.exit("\n".join(problems))
    print("Every receipt is there once." + (" The published result is right." if is_compared else ""))


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # for terminals that can't show a choice's text
    main(sys.argv[1:])
