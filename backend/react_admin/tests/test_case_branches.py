"""The conditions of a CASE find the rows that have each of its values."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import case, insert, literal
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, column_property, mapped_column

from react_admin.case_branches import has_value
from react_admin.tests.host import Database


class Base(DeclarativeBase):
    pass


class Light(StrEnum):
    off = "off"
    red = "red"
    green = "green"


LIGHT = sa.Enum(Light, native_enum=False)
OFF, RED, GREEN = (literal(light, LIGHT) for light in Light)


class Lamp(Base):
    __tablename__ = "test_lamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    broken: Mapped[Any] = mapped_column(sa.Boolean)
    heat: Mapped[int | None] = mapped_column()
    volt: Mapped[int | None] = mapped_column()

    by_columns: Mapped[Light] = column_property(
        case((broken, OFF), (heat > volt, RED), (volt >= 2, GREEN), else_=RED)
    )
    without_else: Mapped[Light | None] = column_property(case((heat <= 1, OFF), (heat != 2, GREEN)))
    by_function: Mapped[Light] = column_property(case((sa.func.coalesce(heat, 0) > 1, RED), else_=GREEN))
    by_null: Mapped[Light] = column_property(case((heat.is_(None), OFF), (volt > 1, RED), else_=GREEN))
    computed: Mapped[Light] = column_property(case((heat > 1, case((broken, OFF), else_=RED)), else_=GREEN))
    short: Mapped[Light] = column_property(case({1: OFF, 2: RED}, value=heat, else_=GREEN))


CASES = ["by_columns", "without_else", "by_function", "by_null", "computed", "short"]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    Base.metadata.create_all(database.engine)
    numbers = (None, 1, 2, 3)
    with database.begin() as session:
        for broken, heat, volt in product((None, True, False), numbers, numbers):
            session.execute(insert(Lamp), {"broken": broken, "heat": heat, "volt": volt})
    with database.read() as session:
        yield session
    Base.metadata.drop_all(database.engine)


@pytest.mark.parametrize("field", CASES)
def test_each_value_is_found(session: Session, field: str) -> None:
    column: Any = getattr(Lamp, field)
    values = dict([*session.execute(sa.select(Lamp.id, column))])
    for light in Light:
        found = set(session.scalars(sa.select(Lamp.id).where(has_value(column, light))))
        assert found == {id_ for id_, value in values.items() if value is light}, light


def test_the_conditions_can_use_indexes() -> None:
    condition = has_value(Lamp.without_else, Light.green)
    assert "CASE" not in str(condition)
    assert "test_lamp.heat > " in str(condition)
