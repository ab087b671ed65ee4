"""fastapi-restly's view for react-admin, over the questions that the benchmark has filled.

Its records are the columns alone, without the choices that ours carry.
"""

from datetime import datetime

import fastapi_restly as fr
from fastapi import FastAPI
from sqlalchemy.orm import Mapped


class Question(fr.IDBase):
    __tablename__ = "poll_question"

    slug: Mapped[str]
    question_text: Mapped[str]
    pub_date: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    voting: Mapped[str]
    max_choices: Mapped[int | None]
    voter_check: Mapped[str]
    results_visibility: Mapped[str]
    listed: Mapped[bool]
    ballots: Mapped[int]
    version: Mapped[int]
    sealed_at: Mapped[datetime | None]


class QuestionView(fr.ReactAdminView):
    prefix = "/questions"
    model = Question


def create_app() -> FastAPI:
    app = FastAPI()
    # Without a name, libpq's variables (PGHOST and others) say which database it is.
    fr.configure(app, database_url="postgresql+psycopg2://", health="/health")
    fr.include_view(app, QuestionView)
    return app
