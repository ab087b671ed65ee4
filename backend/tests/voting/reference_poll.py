"""The rules of a poll in plain Python, without a database. Each action returns the expected status."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ReferencePoll:
    """A poll in memory. `choices` maps ids to texts, `ballots` maps receipts to the counted choices.

    `roll` has the voters with a code. `seen_papers` are the papers that voters have seen: the fingerprint
    from the server, and the content.
    """

    id: int
    slug: str
    choices: dict[int, str]
    voting: str
    max_choices: int | None
    voter_check: str
    roll: Container[str] = ()
    text: str = "Tea?"
    is_open: bool = True
    is_deleted: bool = False
    ballots: dict[str, set[int]] = field(default_factory=dict)
    voters: set[str] = field(default_factory=set)
    seen_papers: list[tuple[str, Any]] = field(default_factory=list)

    def paper(self) -> Any:
        """The content that a paper identifies."""
        return self.text, self.voting, self.max_choices, dict(self.choices)

    def cast(self, voter: str, receipt: str, choices: Sequence[int], paper: Any = None) -> int:
        """Cast a ballot. `paper` is the content that the voter saw, or None if the ballot names no paper."""
        if self.is_deleted:
            return 404
        if receipt in self.ballots:
            return 200 if self.ballots[receipt] == set(choices) else 409
        if not self.is_open:
            return 403
        if self.voter_check == "roll" and voter not in self.roll:
            return 401
        if paper is not None and paper != self.paper():
            return 409
        if not self._accepts(choices):
            return 422
        if self.voter_check != "none" and voter in self.voters:
            return 409
        self.ballots[receipt] = set(choices)
        self.voters.add(voter)
        return 201

    def edit(self, values: Mapping[str, Any]) -> int:
        """Edit the poll. `choices` in `values` always differ from the present ones.

        The choices themselves are not applied, because only the server knows the ids of new ones.
        """
        if self.is_deleted:
            return 404
        text = values.get("question_text", self.text)
        voting, maximum = values.get("voting", self.voting), values.get("max_choices", self.max_choices)
        is_same = (text, voting, maximum) == (self.text, self.voting, self.max_choices)
        if self.ballots and ("choices" in values or not is_same):
            return 409
        is_reopened = not self.is_open and values.get("closes_at", "same") is None
        if self.voter_check == "roll" and is_reopened:
            return 409
        if maximum and voting == "single":
            return 422
        self.text, self.voting, self.max_choices = text, voting, maximum
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

    def _accepts(self, choices: Sequence[int]) -> bool:
        maximum = 1 if self.voting == "single" else self.max_choices or len(self.choices)
        chosen = set(choices)
        return 0 < len(chosen) == len(choices) <= maximum and chosen.issubset(self.choices)
