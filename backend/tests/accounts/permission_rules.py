"""Who may make each call of the API: one line per call, read by test_permissions.py.

A new call needs a line here. Its rule names the least role that may make it: `EVERYONE` needs no session, and
a role includes the roles above it.
"""

from app.accounts.models import Role

EVERYONE, VIEWERS, EDITORS, ADMINS = None, Role.viewer, Role.editor, Role.admin

RULES: dict[str, Role | None] = {
    # Voters
    "GET /api/polls": EVERYONE,
    "GET /api/polls/{slug}": EVERYONE,
    "GET /api/polls/{slug}/me": EVERYONE,
    "GET /api/polls/{slug}/results": EVERYONE,
    "GET /api/polls/{slug}/results/stream": EVERYONE,
    "GET /api/polls/{slug}/ballots": EVERYONE,
    "POST /api/polls/{slug}/ballots": EVERYONE,
    "POST /api/polls/{slug}/ballots/lookup": EVERYONE,
    # The installation
    "GET /api/site": EVERYONE,
    "GET /api/health": EVERYONE,
    "GET /api/ready": EVERYONE,
    # The own account
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
    "GET /api/admin/choices": VIEWERS,
    "GET /api/admin/choices/{id}": VIEWERS,
    "GET /api/admin/users": ADMINS,
    "POST /api/admin/users": ADMINS,
    "PUT /api/admin/users": ADMINS,
    "DELETE /api/admin/users": ADMINS,
    "GET /api/admin/users/{id}": ADMINS,
    "PUT /api/admin/users/{id}": ADMINS,
    "DELETE /api/admin/users/{id}": ADMINS,
    "GET /api/admin/sessions": ADMINS,
    "DELETE /api/admin/sessions": ADMINS,
    "DELETE /api/admin/sessions/{id}": ADMINS,
}
