#!/usr/bin/env bash
# Runs each sample with one command and compares key lines of its output. The solution was built before.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset CHAT_ENDPOINT CHAT_MODEL CHAT_KEY QDRANT_ENDPOINT
code=0

# Runs a command; each other argument is a fixed text that its output must have. A sample that says why it did not run is no failure.
check() {
  local command=$1 output line
  shift
  echo "> $command"
  if ! output=$(timeout 120 $command 2>&1); then
    printf '%s\n' "$output" >&2
    echo "'$command' failed." >&2
    code=1
    return
  fi
  if grep -E "left out|did not run" <<< "$output"; then
    return
  fi
  for line in "$@"; do
    if ! grep -qF -- "$line" <<< "$output"; then
      printf '%s\n' "$output" >&2
      echo "The output of '$command' lacks '$line'." >&2
      code=1
    fi
  done
}

check "dotnet run --no-build --project samples/SemanticKernelAgent" \
  "Stored 225 passages." \
  "  1  programs.md:48  ## sound-convert Converts audio files" \
  "  1  code/Collections.cs:37  /// <summary>Removes duplicates" \
  "To run the agent, set CHAT_ENDPOINT"
check "dotnet run --no-build --project samples/QdrantMemory" \
  "Store: " \
  "  programs.md  ## sound-convert Converts audio files" \
  "with the filter language = 'sql'"
if grep -q ';Microsoft.Agents.AI;' obj/missing-packages.props 2> /dev/null; then
  echo "AgentFramework did not run: the package sources do not have Microsoft.Agents.AI."
else
  check "dotnet run --no-build --project samples/AgentFramework" \
    "SourceDocName: home.md:33" \
    "Contents: ## Bicycle puncture" \
    "SourceDocName: code/Collections.cs:44" \
    "agent  (no chat model is configured)"
fi
NO_BUILD=1 check "samples/PostgresMemory/run.sh" \
  "the index is used." \
  "  de.md:3  ## Fahrrad mit Platten" \
  "  code/reports.sql:5" \
  "Two stages found 47 of the 47 nearest passages."
[ "$code" -ne 0 ] || echo "The samples print what they should."
exit "$code"
