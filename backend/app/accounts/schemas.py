"""Schemas of accounts and sign-in."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, computed_field

from app.accounts.models import MAX_NAME, Role
from app.text_rules import Normalized
from react_admin import Id, Read, Text, Version, Write

Username = Annotated[Text, Field(max_length=MAX_NAME), Normalized]
# The upper bound limits the time of hashing.
Password = Annotated[str, StringConstraints(min_length=8, max_length=1000)]


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid")

    # As it was typed: `find_user` also finds a name that looks alike.
    username: Annotated[Text, Field(max_length=1000)]
    password: Annotated[str, StringConstraints(max_length=1000)]


class PasswordChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    current_password: Annotated[str, StringConstraints(max_length=1000)]
    new_password: Password


class Identity(Read):
    """The signed-in account, in the form of react-admin's `getIdentity`."""

    id: Id
    username: str
    role: Role

    @computed_field(alias="fullName")  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def full_name(self) -> str:
        return self.username


class Permission(BaseModel):
    """The permissions of the signed-in account for a resource.

    `actions` are the actions of react-admin, `import`, `history` (to see what was changed), and the bulk
    actions. `bulk` names the bulk actions again: `POST /api/admin/{resource}:{action}` does one. A list can
    be sorted by the fields in `sortable`, and searched if it is `searchable`. `facets` has the values that
    are counted beside it, by field, and `exported` the columns of its exports.
    """

    resource: str
    actions: list[str]
    bulk: list[str]
    sortable: list[str]
    searchable: bool
    # Days for which a deleted record can be restored; null if it can't.
    restorable_days: int | None
    facets: dict[str, list[bool | int | str | None]]
    exported: list[str]


class UserRead(Read):
    id: Id
    username: str
    role: Role
    active: bool
    last_sign_in: datetime | None
    version: int


class UserCreate(Write):
    read = UserRead

    username: Username
    password: Password
    role: Role = Role.viewer
    active: StrictBool = True


class UserUpdate(UserCreate, partial=True):
    version: Version


class SessionRead(Read):
    id: Id
    user_id: Id
    created_at: datetime
    last_used_at: datetime
    address: str
    browser: str


class OwnSession(Read):
    """A session of the signed-in account. `current` is true for the one that asks."""

    id: Id
    created_at: datetime
    last_used_at: datetime
    address: str
    browser: str
    current: bool
