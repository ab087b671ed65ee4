"""The base classes of the schemas that a resource reads and writes."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

# The default of the fields of an update: a field that is not sent keeps its value. `model_fields_set` tells
# it from an explicit null, which is still refused where the field does not accept one.
UNSENT: Any = None


class Read(BaseModel):
    """A record as it is read, from attributes of the model with the same names.

    A relationship as a field is read with every record; with a default, only where it is embedded. A schema
    with relationships needs the field `id`.
    """

    model_config = ConfigDict(from_attributes=True, ser_json_inf_nan="strings")


class Write(BaseModel):
    """A record as it is written.

    Fields of `read` that this schema does not have are read-only: they are ignored when they are sent back.
    Unknown fields are refused. In `class BookUpdate(BookCreate, partial=True)`, every field is
    optional and keeps its value if it is not sent. Type checkers take the inherited fields for required:
    in code, make such a schema with `model_validate`.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    read: ClassVar[type[Read]]

    def __init_subclass__(cls, *, partial: bool = False, **options: Any) -> None:
        super().__init_subclass__(**options)

    @classmethod
    def __pydantic_init_subclass__(cls, *, partial: bool = False, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        if partial:
            for field in cls.model_fields.values():
                field.default, field.default_factory = UNSENT, None
            cls.model_rebuild(force=True)

    @model_validator(mode="before")
    @classmethod
    def _ignore_read_only(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        read_only = cls.read.model_fields.keys() - cls.model_fields.keys()
        return {name: value for name, value in values.items() if name not in read_only}

    @property
    def model_changes(self) -> dict[str, Any]:
        """The values to store, by field.

        Pydantic reserves the prefix `model_`, so no field can have this name.
        """
        fields = type(self).model_fields
        return {name: getattr(self, name) for name in self.model_fields_set if not fields[name].exclude}
