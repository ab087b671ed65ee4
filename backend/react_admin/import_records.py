"""The records in the lines of a file, as they will be created, and their faults by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError

from react_admin.default_writers import writers_of
from react_admin.error_handlers import validation_errors
from react_admin.errors import ApiError
from react_admin.import_fields import ImportColumn, import_fields, item_text, missing_fields, nested
from react_admin.import_file import ImportFile, Line
from react_admin.import_values import Reading, read_cell
from react_admin.messages import REQUIRED
from react_admin.resource import Resource
from react_admin.schemas import Write

TOO_MANY_CELLS = "This line has more cells than the first one."


class Fault(BaseModel):
    """A fault in a line of a file, or a notice. `field` is null if it is about the line as a whole."""

    line: int
    field: str | None
    message: str


@dataclass
class Draft:
    """A record as a file has it. `item_lines` are the lines of the related records that it spreads."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    item_lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class ImportPlan:
    """A file, and how its columns are read. The file is read again for each pass over its records."""

    resource: Resource
    file: ImportFile
    columns: Sequence[ImportColumn]
    reading: Reading
    # The values of the fields that are the same for every record.
    given: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def missing(self) -> list[Fault]:
        """The fields that no column fills, although each record needs them."""
        chosen = [*self.given, *(column.field for column in self.columns)]
        return [Fault(line=1, field=name, message=REQUIRED) for name in missing_fields(self.resource, chosen)]

    def drafts(self) -> Iterator[Draft]:
        """The records of the file. Consecutive lines that differ only in the spread columns are one.

        A line that has nothing in the other columns belongs to the record above it.
        """
        draft, before = None, None
        for line in self.file.lines():
            own = [line.cells[index].strip() for index in self._own_columns if index < len(line.cells)]
            if draft is None or not self._is_spread or (own != before and any(own)):
                if draft is not None:
                    yield draft
                draft, before = self._draft(line), own
            if self._is_spread:
                self._add_item(draft, line)
        if draft is not None:
            yield draft

    def data(self, draft: Draft) -> Write | list[Fault]:
        """The body that creates a record, or its faults."""
        try:
            data = self._schema.model_validate({**draft.values, **self.given})
        except ValidationError as error:
            found = [{**details, "loc": ("body", *details["loc"])} for details in error.errors()]
            known = {(fault.line, fault.field) for fault in draft.faults}
            more = self.faults(draft, validation_errors(found))
            return draft.faults + [fault for fault in more if (fault.line, fault.field) not in known]
        return draft.faults or data

    def refusal(self, draft: Draft, error: ApiError) -> list[Fault]:
        """The faults for which the domain or the database refuses a record."""
        return self.faults(draft, error.errors or {("root", "serverError"): error.text})

    def faults(self, draft: Draft, errors: Mapping[Any, str]) -> list[Fault]:
        faults = []
        for path, message in errors.items():
            line, name = self._place(draft, (path,) if isinstance(path, str) else path)
            faults.append(Fault(line=line, field=name, message=message))
        return faults

    @cached_property
    def _schema(self) -> type[Write]:
        return writers_of(self.resource).create_schema

    @cached_property
    def _is_spread(self) -> bool:
        return bool(nested(self.resource, [column.field for column in self.columns]))

    @cached_property
    def _own_columns(self) -> list[int]:
        """The columns that tell a record from the one above it. Those that the user ignores do not."""
        prefix = f"{self.resource.spread}."
        return [
            index
            for index, column in enumerate(self.columns)
            if (column.field or column.read_only) and not (column.field or column.name).startswith(prefix)
        ]

    def _place(self, draft: Draft, path: tuple[str | int, ...]) -> tuple[int, str | None]:
        """The line and the column of a field."""
        match path:
            case ("root", *_):
                return draft.line, None
            case (str(name), int(number), *_, str(inner)) if self._is_spread:
                return draft.item_lines[number], f"{name}.{inner}"
            case _:
                return draft.line, str(path[0])

    def _draft(self, line: Line) -> Draft:
        draft = Draft(line.number)
        for name, value in self._values(draft, line, self._own_columns):
            is_lines = self._fields[name].kind == "lines"
            draft.values[name] = (
                [{item_text(self.resource, name): text} for text in value] if is_lines else value
            )
        if any(cell.strip() for cell in line.cells[len(self.columns) :]):
            draft.faults.append(Fault(line=line.number, field=None, message=TOO_MANY_CELLS))
        return draft

    def _add_item(self, draft: Draft, line: Line) -> None:
        others = [index for index in range(len(self.columns)) if index not in self._own_columns]
        prefix = f"{self.resource.spread}."
        item = {name.removeprefix(prefix): value for name, value in self._values(draft, line, others)}
        if item:
            draft.values.setdefault(str(self.resource.spread), []).append(item)
            draft.item_lines.append(line.number)

    def _values(self, draft: Draft, line: Line, indices: Sequence[int]) -> Iterator[tuple[str, Any]]:
        """The fields of a line that are not empty, with their values. Notes the faults of the others."""
        for index in indices:
            name = self.columns[index].field
            text = line.cells[index] if index < len(line.cells) else ""
            if name is None or not text.strip():
                continue
            try:
                yield name, read_cell(text, self._fields[name], self.reading)
            except ValueError as error:
                draft.faults.append(Fault(line=line.number, field=name, message=str(error)))

    @cached_property
    def _fields(self) -> Any:
        return import_fields(self.resource)
