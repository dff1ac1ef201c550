#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of every package anew, from what the analyzers report of the code. Review the difference before you commit it.
# Symbols of PublicAPI.Shipped.txt that are gone are written as *REMOVED*. On a release, the lines of Unshipped move to Shipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for file in src/*/PublicAPI.Unshipped.txt; do
  echo '#nullable enable' > "$file"
done

# These refer to all other packages. Warnings are not errors here, so that one package's differences do not stop those that refer to it.
for project in src/Qwen3.Connectors.SemanticKernel src/Qwen3.Connectors.LLamaSharp src/Qwen3.Connectors.Remote "$@"; do
  dotnet build "$project" --no-incremental -p:TreatWarningsAsErrors=false -clp:NoSummary 2>&1 | tee -a "$log" | grep -E ': error ' || true
done

for file in src/*/PublicAPI.Unshipped.txt; do
  folder=$(dirname "$file")
  {
    echo '#nullable enable'
    {
      grep -F "$folder/$(basename "$folder").csproj]" "$log" | sed -nE "s/^.* RS0016: Symbol '(.*)' is not part of the declared public API.*$/\1/p"
      grep -F "$folder/$(basename "$folder").csproj]" "$log" | sed -nE "s/^.* RS0017: Symbol '(.*)' is part of the declared API, but.*$/*REMOVED*\1/p"
    } | sort -u
  } > "$file"
  echo "$file: $(($(wc -l < "$file") - 1)) symbols"
done
