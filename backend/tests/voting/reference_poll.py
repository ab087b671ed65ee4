"""The rules of a poll in plain Python, without a database: the status of each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reference:
    """A poll whose `choices` are texts by their ids. `ballots` are the choices that count, by receipt.

    `seen` are the papers that voters have seen: as the server named each, and what was on it.
    """

    id: int
    slug: str
    choices: dict[int, str]
    voting: str
    max_choices: int | None
    voter_check: str
    text: str = "Tea?"
    is_open: bool = True
    is_deleted: bool = False
    ballots: dict[str, set[int]] = field(default_factory=dict)
    voters: set[str] = field(default_factory=set)
    seen: list[tuple[str, Any]] = field(default_factory=list)

    def paper(self) -> Any:
        """All that a voter votes on."""
        return self.text, self.voting, self.max_choices, dict(self.choices)

    def cast(self, voter: str, receipt: str, choices: Sequence[int], paper: Any = None) -> int:
        """`paper` is the poll's as the voter saw it, or None where the ballot does not say."""
        if self.is_deleted:
            return 404
        if receipt in self.ballots:
            return 200 if self.ballots[receipt] == set(choices) else 409
        if not self.is_open:
            return 403
        if paper is not None and paper != self.paper():
            return 409
        if not self._takes(choices):
            return 422
        if self.voter_check == "browser" and voter in self.voters:
            return 409
        self.ballots[receipt] = set(choices)
        self.voters.add(voter)
        return 201

    def edit(self, values: Mapping[str, Any]) -> int:
        """What becomes of changing these `values`; choices are others than there are."""
        if self.is_deleted:
            return 404
        text = values.get("question_text", self.text)
        voting, most = values.get("voting", self.voting), values.get("max_choices", self.max_choices)
        is_same = (text, voting, most) == (self.text, self.voting, self.max_choices)
        if self.ballots and ("choices" in values or not is_same):
            return 409
        if most and voting == "single":
            return 422
        self.text, self.voting, self.max_choices = text, voting, most
        if "closes_at" in values:
            self.is_open = values["closes_at"] is None
        return 200

    def delete(self) -> int:
        if self.is_deleted:
            return 404
        self.is_deleted = True
        self.choices.clear()
        self.ballots.clear()
        return 200

    def tallies(self) -> dict[int, int]:
        return {choice: sum(choice in ballot for ballot in self.ballots.values()) for choice in self.choices}

    def _takes(self, choices: Sequence[int]) -> bool:
        most = 1 if self.voting == "single" else self.max_choices or len(self.choices)
        chosen = set(choices)
        return 0 < len(chosen) == len(choices) <= most and chosen.issubset(self.choices)
