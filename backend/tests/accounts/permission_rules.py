"""The callers that each call of the API accepts: one line per call, read by test_permissions.py.

A new call needs a line here. Its rule names the least role that may make it: `EVERYONE` needs no session, and
a role includes the roles above it. `WITH_CODE` is the rule of a call for voters, which no session opens.
"""

from app.accounts.models import Role

EVERYONE, VIEWERS, EDITORS, ADMINS = None, Role.viewer, Role.editor, Role.admin

# The rule of a call for voters who have entered a code. No role includes it.
WITH_CODE = "with a code"


def bulk(resource: str, role: Role, *actions: str) -> dict[str, Role]:
    """A bulk action has two calls: what it would do, and doing it."""
    return {
        f"{method} /api/admin/{resource}:{action}": role for action in actions for method in ("GET", "POST")
    }


RULES: dict[str, Role | str | None] = {
    # Voters
    "GET /api/polls": EVERYONE,
    "GET /api/polls/{slug}": EVERYONE,
    "GET /api/polls/{slug}/picture.png": EVERYONE,
    "GET /api/polls/{slug}/qr.svg": EVERYONE,
    "GET /api/polls/{slug}/me": EVERYONE,
    "GET /api/polls/{slug}/results": EVERYONE,
    "GET /api/polls/{slug}/results/stream": EVERYONE,
    "GET /api/polls/{slug}/ballots": EVERYONE,
    "POST /api/polls/{slug}/ballots": EVERYONE,
    "POST /api/polls/{slug}/ballots/lookup": EVERYONE,
    # Voters with a code
    "POST /api/vote": EVERYONE,
    "GET /api/vote": WITH_CODE,
    "DELETE /api/vote": EVERYONE,
    # The installation
    "GET /api/site": EVERYONE,
    "GET /api/health": EVERYONE,
    "GET /api/ready": EVERYONE,
    # The signed-in account
    "POST /api/auth/login": EVERYONE,
    "POST /api/auth/logout": EVERYONE,
    "GET /api/auth/me": VIEWERS,
    "POST /api/auth/password": VIEWERS,
    "GET /api/auth/sessions": VIEWERS,
    "DELETE /api/auth/sessions": VIEWERS,
    "DELETE /api/auth/sessions/{id}": VIEWERS,
    # The dashboard
    "GET /api/admin": VIEWERS,
    "GET /api/admin/questions": VIEWERS,
    "POST /api/admin/questions": EDITORS,
    "PUT /api/admin/questions": EDITORS,
    "DELETE /api/admin/questions": EDITORS,
    "GET /api/admin/questions/{id}": VIEWERS,
    "PUT /api/admin/questions/{id}": EDITORS,
    "DELETE /api/admin/questions/{id}": EDITORS,
    "GET /api/admin/questions:facets": VIEWERS,
    "GET /api/admin/questions:dates": VIEWERS,
    "POST /api/admin/questions:import": EDITORS,
    **bulk("questions", EDITORS, "publish", "close", "reopen", "archive", "unarchive", "delete"),
    "POST /api/admin/questions/{id}/correct": EDITORS,
    "POST /api/admin/questions/{id}/reset": EDITORS,
    "POST /api/admin/questions/{id}/look": EDITORS,
    "GET /api/admin/questions/{id}/participants": EDITORS,
    "GET /api/admin/questions/{id}/preview": VIEWERS,
    "GET /api/admin/questions/{id}/qr.svg": VIEWERS,
    "GET /api/admin/questions/{id}/stream": VIEWERS,
    "GET /api/admin/choices": VIEWERS,
    "GET /api/admin/choices:facets": VIEWERS,
    "GET /api/admin/choices/{id}": VIEWERS,
    "GET /api/admin/rolls": VIEWERS,
    "POST /api/admin/rolls": EDITORS,
    "PUT /api/admin/rolls": EDITORS,
    "DELETE /api/admin/rolls": EDITORS,
    "GET /api/admin/rolls/{id}": VIEWERS,
    "PUT /api/admin/rolls/{id}": EDITORS,
    "DELETE /api/admin/rolls/{id}": EDITORS,
    "GET /api/admin/rolls:facets": VIEWERS,
    **bulk("rolls", EDITORS, "forget", "delete"),
    "POST /api/admin/rolls/{id}/codes": EDITORS,
    # Viewers see no people
    "GET /api/admin/rolls/{id}/cards": EDITORS,
    "GET /api/admin/voters": EDITORS,
    "POST /api/admin/voters": EDITORS,
    "PUT /api/admin/voters": EDITORS,
    "DELETE /api/admin/voters": EDITORS,
    "GET /api/admin/voters/{id}": EDITORS,
    "PUT /api/admin/voters/{id}": EDITORS,
    "DELETE /api/admin/voters/{id}": EDITORS,
    "GET /api/admin/voters:facets": EDITORS,
    "POST /api/admin/voters:import": EDITORS,
    **bulk("voters", EDITORS, "revoke", "delete"),
    "POST /api/admin/voters/{id}/code": EDITORS,
    "GET /api/admin/mail": EDITORS,
    "GET /api/admin/mailings": EDITORS,
    "POST /api/admin/mailings": EDITORS,
    "GET /api/admin/mailings/{id}": EDITORS,
    "GET /api/admin/mailings:facets": EDITORS,
    **bulk("mailings", EDITORS, "stop"),
    "POST /api/admin/mailings:preview": EDITORS,
    "POST /api/admin/mailings:test": EDITORS,
    "GET /api/admin/users": ADMINS,
    "POST /api/admin/users": ADMINS,
    "PUT /api/admin/users": ADMINS,
    "DELETE /api/admin/users": ADMINS,
    "GET /api/admin/users/{id}": ADMINS,
    "PUT /api/admin/users/{id}": ADMINS,
    "DELETE /api/admin/users/{id}": ADMINS,
    "GET /api/admin/users:facets": ADMINS,
    **bulk("users", ADMINS, "activate", "deactivate", "delete"),
    "GET /api/admin/sessions": ADMINS,
    "GET /api/admin/sessions:facets": ADMINS,
    **bulk("sessions", ADMINS, "delete"),
    "DELETE /api/admin/sessions": ADMINS,
    "DELETE /api/admin/sessions/{id}": ADMINS,
    "GET /api/admin/changes": VIEWERS,
    "GET /api/admin/changes/{id}": VIEWERS,
    "GET /api/admin/changes:facets": VIEWERS,
    "GET /api/admin/changes:dates": VIEWERS,
    "POST /api/admin/changes/{id}/restore": EDITORS,
}
