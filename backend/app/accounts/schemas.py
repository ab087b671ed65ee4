"""What the account API reads and writes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from app.accounts.models import MAX_NAME, Role
from app.texts import Normalized
from react_admin import UNSENT, Action, Id, Read, Text, Version, Write

Username = Annotated[Text, Field(max_length=MAX_NAME), Normalized]
# The upper bound keeps the hashing short.
Password = Annotated[str, StringConstraints(min_length=8, max_length=1000)]


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid")

    # As it was typed: `find_user` compares names.
    username: Annotated[Text, Field(max_length=1000)]
    password: Annotated[str, StringConstraints(max_length=1000)]


class Identity(Read):
    """Who is signed in, as react-admin's `getIdentity` wants it."""

    id: Id
    username: str
    role: Role

    @computed_field(alias="fullName")  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def full_name(self) -> str:
        return self.username


class Permission(BaseModel):
    """The actions that an account may take on a resource, and the fields that its list can be sorted by."""

    resource: str
    actions: list[Action]
    sortable: list[str]


class UserRead(Read):
    id: Id
    username: str
    role: Role
    version: int


class UserCreate(Write):
    read = UserRead

    username: Username
    password: Password
    role: Role = Role.viewer


class UserUpdate(Write):
    read = UserRead

    username: Username = UNSENT
    password: Password = UNSENT
    role: Role = UNSENT
    version: Version = None
