#!/usr/bin/env bash
# Runs the sample on the server that POSTGRES_CONNECTION names, or on PostgreSQL with pgvector in Node.js, which npm installs into a
# folder for temporary files. Where neither is possible, says so in one line and exits with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if [ -z "${POSTGRES_CONNECTION:-}" ]; then
  if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    echo "PostgresMemory did not run: there is no Node.js for a PostgreSQL in memory, and POSTGRES_CONNECTION is not set."
    exit 0
  fi
  work=$(mktemp -d)
  trap 'exec 3>&- ; wait "${server:-}" 2> /dev/null || true; rm -rf "$work"' EXIT
  cp server/package.json server/server.js "$work"
  if ! (cd "$work" && npm install --no-audit --no-fund --no-package-lock --loglevel=error) > "$work/npm.log" 2>&1; then
    echo "PostgresMemory did not run: npm could not install PostgreSQL (pglite), and POSTGRES_CONNECTION is not set."
    exit 0
  fi
  mkfifo "$work/input" "$work/output"
  node "$work/server.js" < "$work/input" > "$work/output" &
  server=$!
  exec 3> "$work/input"
  read -r -t 60 port < "$work/output"
  export POSTGRES_WITHOUT_COPY=1
  export POSTGRES_CONNECTION="Host=127.0.0.1;Port=$port;Username=postgres;Password=postgres;Database=postgres;SSL Mode=Disable;Maximum Pool Size=1"
fi
dotnet run ${NO_BUILD:+--no-build} --project PostgresMemory.csproj
