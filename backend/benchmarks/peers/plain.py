"""A vote in its simplest form: a worker thread and an ORM session per request, which increments a tally."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import create_engine, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# libpq's environment variables (PGHOST and others) name the database. The pool is as large as that of Polls.
engine = create_engine("postgresql+psycopg2://", pool_size=20, max_overflow=0)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Choice(Base):
    __tablename__ = "poll_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int]
    votes: Mapped[int]


class Vote(BaseModel):
    choice: int


@app.post("/polls/{question_id}/vote", status_code=201)
def vote(question_id: int, vote: Vote) -> dict[str, int]:
    with Session(engine) as session:
        chosen = update(Choice).where(Choice.question_id == question_id, Choice.id == vote.choice)
        votes = session.scalar(chosen.values(votes=Choice.votes + 1).returning(Choice.votes))
        if votes is None:
            raise HTTPException(404)
        session.commit()
    return {"votes": votes}
