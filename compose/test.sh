#!/usr/bin/env bash
# Tests the stack of docker-compose: starts it, votes, restarts it and removes it. Needs Docker and curl.
set -euo pipefail
cd "$(dirname "$0")/.."

TEAM=(-f docker-compose.yml)
DEVELOPERS=(-f docker-compose.yml -f docker-compose.override.yml)
# Seconds until a service must be healthy. Enough for a busy machine with two cores.
TIMEOUT=180

step() { echo "== $*"; }
fail() {
  echo "compose-test: $*" >&2
  exit 1
}

docker info >/dev/null 2>&1 || fail "Docker is not running. Start it, or set DOCKER_HOST."
docker compose version >/dev/null 2>&1 && compose=(docker compose) || compose=(docker-compose)
command -v "${compose[0]}" >/dev/null || fail "neither 'docker compose' nor 'docker-compose' is installed."

# A separate project, which does not touch a stack that runs here and ignores this machine's .env.
export COMPOSE_PROJECT_NAME=polls-test-$$
export ENVIRONMENT= ADMIN_PASSWORD= SECRET_KEY= PUBLIC_URL= SITE_NAME= SITE_LOGO= DEFAULT_LANGUAGE= SMTP_URL= MAIL_FROM= MAIL_RATE= POSTGRES_ENV= TRUSTED_PROXY=
files=("${DEVELOPERS[@]}")
scratch=$(mktemp -d)
migration=compose_test_$$

stack() { "${compose[@]}" "${files[@]}" "$@"; }

remove() {
  local status=$?
  trap - EXIT
  [ $status = 0 ] || stack logs --tail 30 || true
  rm -f backend/migrations/versions/*_$migration.py
  files=("${DEVELOPERS[@]}")
  stack down -v --rmi local --remove-orphans >"$scratch/down" 2>&1 || cat "$scratch/down"
  rm -r "$scratch"
  exit $status
}
trap remove EXIT
trap 'exit 130' INT TERM

free_port() { # CANDIDATE... - print the first port that nothing listens on
  local port
  for port in "$@"; do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

healthy() { # SERVICE... - wait until all services are healthy
  local service deadline=$((SECONDS + TIMEOUT))
  for service in "$@"; do
    until [ "$(docker inspect -f '{{.State.Health.Status}}' "$(stack ps -q "$service")")" = healthy ]; do
      [ $SECONDS -lt $deadline ] || fail "$service is not healthy after $TIMEOUT seconds"
      sleep 1
    done
  done
}

call() { # STATUS METHOD PATH [JSON] - send a request as the page does, check the status, print the response
  local status
  status=$(curl -sS -o "$scratch/answer" -w '%{http_code}' -b "$scratch/cookies" -c "$scratch/cookies" \
    -X "$2" -H "Origin: $site" -H 'Content-Type: application/json' ${4:+-d "$4"} "$site$3")
  [ "$status" = "$1" ] || fail "$2 $3 returned $status instead of $1: $(cat "$scratch/answer")"
  cat "$scratch/answer"
}

counted() {
  call 200 GET "/api/polls/$slug/results" | grep -q '"ballots":1,.*"votes":1}.*"votes":0}' ||
    fail "the vote was not counted: $(cat "$scratch/answer")"
}

vote() { # PASSWORD - sign in, create a poll, vote on it and check that the vote is counted
  local poll choice
  rm -f "$scratch/cookies"
  call 200 GET / >/dev/null
  call 200 POST /api/auth/login '{"username": "admin", "password": "'"$1"'"}' >/dev/null
  poll=$(call 201 POST /api/admin/questions '{"question_text": "Does it run?",
    "pub_date": "2026-01-01T00:00:00Z", "choices": [{"choice_text": "Yes"}, {"choice_text": "No"}]}')
  slug=$(sed -E 's/.*"slug":"([^"]+)".*/\1/' <<<"$poll")
  choice=$(sed -E 's/.*"choices":\[\{"id":([0-9]+).*/\1/' <<<"$poll")
  ballot='{"choices": ['$choice'], "receipt": "0f0e8a52-6a0b-4c5e-9d5f-2b7c1f3e4a6d"}'
  call 200 GET "/api/polls/$slug/me" >/dev/null
  call 201 POST "/api/polls/$slug/ballots" "$ballot" >/dev/null
  counted
}

streamed() { # BEFORE AFTER - check that a stream gets the current result at once and a changed one after a vote
  curl -sSN --max-time 20 "$site/api/polls/$slug/results/stream" >"$scratch/stream" &
  local watcher=$! before=$1 after=$2
  until grep -q "\"ballots\":$before," "$scratch/stream"; do
    kill -0 $watcher || fail "the stream ended: $(cat "$scratch/stream")"
    sleep 0.1
  done
  rm -f "$scratch/cookies" # another voter
  call 201 POST "/api/polls/$slug/ballots" "${ballot/0f0e8a52/0f0e8a53}" >/dev/null
  until grep -q "\"ballots\":$after," "$scratch/stream"; do
    kill -0 $watcher || fail "the stream ended: $(cat "$scratch/stream")"
    sleep 0.1
  done
  kill $watcher
  wait $watcher || true # it was killed, which is not an error
}

owner() { ls -ldn "$1" | awk '{ print $3 ":" $4 }'; }

step "Building the images"
stack build --quiet

step "The team's stack refuses the sample password"
files=("${TEAM[@]}")
! stack up -d 2>&1 || fail "the stack started with the sample password"
stack logs migrate | grep "sample secret" || fail "the log does not say that the password is a sample secret"
stack down -v

step "The team's stack works with different names for user and database, and with the password p@s:/%"
cat >"$scratch/postgres.env" <<'ENV'
POSTGRES_USER=returning_officer
POSTGRES_PASSWORD='p@s:/%'
POSTGRES_HOST=db
POSTGRES_DATABASE=ballots
POSTGRES_DB=ballots
ENV
port=$(free_port {20080..20180})
site=http://127.0.0.1:$port
export WEB_PORT=127.0.0.1:$port POSTGRES_ENV=$scratch/postgres.env ADMIN_PASSWORD=correct-horse-battery
export SECRET_KEY=$(head -c 24 /dev/urandom | base64)
stack up -d
healthy db backend web
vote "$ADMIN_PASSWORD"
stack down -v

step "The developers' stack works without any settings"
port=$(free_port 80 {20080..20180})
[ "$port" = 80 ] || echo "Port 80 is taken. Using port $port."
pgadmin_port=$(free_port 81 {20181..20280})
# curl leaves the default port out of Host, so leave it out of Origin too, as browsers do.
[ "$port" = 80 ] && site=http://127.0.0.1 || site=http://127.0.0.1:$port
export WEB_PORT=127.0.0.1:$port PGADMIN_PORT=$pgadmin_port POSTGRES_ENV= ADMIN_PASSWORD= SECRET_KEY=
files=("${DEVELOPERS[@]}")
stack up -d
healthy db backend web
vote "$(stack logs --no-color backend | sed -nE 's/.*The password of admin is ([^ ]+).*/\1/p')"

step "nginx passes the page of a poll through, with its question"
call 200 GET "/polls/$slug" | grep -q '<h1 dir="auto">Does it run?</h1>' || fail "the page has no question"
call 301 GET "/polls/$slug)." >/dev/null
call 404 GET /polls/2222222222 >/dev/null
[ "$(curl -sSI "$site/polls/$slug" | grep -ci '^content-security-policy:.*sha256-')" = 1 ] || fail "no policy"

step "Only the page for frames can be framed"
for path in "/polls/$slug" /docs /admin /favicon.svg /assets/none.js /api/polls /%00; do
  curl -sSI "$site$path" >"$scratch/head"
  [ "$(grep -ci "^content-security-policy:.*frame-ancestors 'none'" "$scratch/head")" = 1 ] || fail "$path can be framed"
done
curl -sSI "$site/polls/$slug/embed" | grep -qi '^content-security-policy:.*frame-ancestors [*]' || fail "no frame"
! curl -sSI "$site/assets/none.js" | grep -i '^cache-control' || fail "browsers may keep the error of a missing file"

step "A restart of the database and the API keeps the vote and its receipt"
stack restart db backend
healthy db backend
counted
call 200 POST "/api/polls/$slug/ballots" "$ballot" >/dev/null
counted

# Any path of the API will do. curl sends no cookies with a URL of this length.
step "A URL can contain a thousand ids"
call 200 GET "/api/health?$(seq -s, 1000000001 1000001000)" >/dev/null

step "A vote changes a live result through nginx"
streamed 1 2

step "pgAdmin responds on port $pgadmin_port"
curl -fsSL -o /dev/null --retry 60 --retry-delay 1 --retry-all-errors "http://127.0.0.1:$pgadmin_port/"

step "A new migration is written to the checkout and belongs to its owner"
stack exec -T -w /tmp backend alembic revision --autogenerate -m "$migration"
made=$(echo backend/migrations/versions/*_$migration.py)
[ "$(owner "$made")" = "$(owner backend/migrations/versions)" ] || fail "$made belongs to $(owner "$made")"

step "All tests passed"
