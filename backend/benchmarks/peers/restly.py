"""fastapi-restly's view for react-admin, on the benchmark's questions.

Its records contain only the columns of a question. A record of Polls also contains the choices.
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
    # libpq's environment variables (PGHOST and others) name the database.
    fr.configure(app, database_url="postgresql+psycopg2://", health="/health")
    fr.include_view(app, QuestionView)
    return app
