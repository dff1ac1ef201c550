#!/usr/bin/env bash
# Compiles every C# snippet of README.md, docs/*.md and the packages' README files as a user would: in an empty project that refers to packages only.
# The packages are packed from this clone into a folder, which is the package source beside those of NuGet.config; an argument names a folder that has them.
#
# A snippet that begins with using directives is a program of its own; a snippet without continues the program before it on the page.
# Types that a page declares can be used by all of its programs.
# Programs that need more than the package Qwen3.Connectors follow a comment that says so, on a line of its own:
#   <!-- snippets: Qwen3.Connectors.VectorData Microsoft.Agents.AI/1.20.0 sdk=Microsoft.NET.Sdk.Web nowarn=SKEXP0001 -->
# Programs of the same needs share a project. A snippet marked ```cs is not compiled.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=${1:-}

if [ -z "$packages" ]; then
  packages="$work/packages"
  echo "Packing into $packages ..."
  dotnet pack Qwen3.Connectors.sln -o "$packages" -v:q -clp:NoSummary
fi
packages=$(cd "$packages" && pwd)
version=$(basename "$packages"/Qwen3.Connectors.Inference.*.nupkg .nupkg)
version=${version#Qwen3.Connectors.Inference.}

# Packages of the same version that were restored before would be taken in place of the new ones.
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
for package in src/*/; do
  id=$(basename "$package" | tr '[:upper:]' '[:lower:]')
  rm -rf "${cache:?}/$id/$(tr '[:upper:]' '[:lower:]' <<< "$version")"
done
sed "s|</packageSources>|  <add key=\"clone\" value=\"$packages\" />\n  </packageSources>|" NuGet.config > "$work/NuGet.config"

# A file per program; then a project per set of needs.
mkdir "$work/programs"
for page in README.md docs/*.md src/*/README.md; do
  needs=""
  [[ $page != src/* ]] || needs=$(basename "$(dirname "$page")")
  name=$(tr -c '[:alnum:]\n' '_' <<< "$page")
  awk -v page="$PWD/$page" -v prefix="$work/programs/$name" -v name="$name" -v needs="$needs" -f eng/snippets.awk "$page"
done
for program in "$work"/programs/*.cs; do
  needs=$(sed -n '1s|^// needs: ||p' "$program")
  folder="$work/project$(tr -cs '[:alnum:]\n' '_' <<< " $needs")"
  mkdir -p "$folder"
  echo "$needs" > "$folder/needs"
  mv "$program" "$folder/"
done

main() {
  local code=0 folder needs item programs
  for folder in "$work"/project*/; do
    needs=$(cat "$folder/needs")
    local sdk="Microsoft.NET.Sdk" nowarn="" missing=""
    local references="<PackageReference Include=\"Qwen3.Connectors\" Version=\"$version\" />"
    for item in $needs; do
      case $item in
        sdk=*) sdk=${item#sdk=} ;;
        nowarn=*) nowarn=${item#nowarn=} ;;
        Qwen3.Connectors | Qwen3.Connectors.Cli) ;;
        */*) references+="<PackageReference Include=\"${item%/*}\" Version=\"${item#*/}\" />"
             ! grep -qsF ";${item%/*};" obj/missing-packages.props || missing+=" ${item%/*}" ;;
        *) references+="<PackageReference Include=\"$item\" Version=\"$version\" />" ;;
      esac
    done
    programs=$(find "$folder" -name '*.cs' | wc -l)
    if [ -n "$missing" ]; then
      echo "$programs programs ($needs) are left out: the package sources do not have$missing."
      continue
    fi
    echo "internal static class EntryPoint { private static void Main() { } }" > "$folder/EntryPoint.cs"
    cat > "$folder/Snippets.csproj" << XML
<Project Sdk="$sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <NuGetAudit>false</NuGetAudit>
    <NoWarn>\$(NoWarn);CS1998;CS8321;$nowarn</NoWarn>
  </PropertyGroup>
  <ItemGroup>$references</ItemGroup>
</Project>
XML
    echo "Compiling $programs programs: Qwen3.Connectors ${needs#Qwen3.Connectors }"
    if ! dotnet build "$folder/Snippets.csproj" -clp:NoSummary -v:q 2>&1 | sed 's/ \[.*\]$//' | sort -u; then
      code=1
    fi
  done
  return $code
}

if main; then
  echo "All snippets compile."
else
  echo "Some snippets do not compile. Each must compile as it stands, with its using directives." >&2
  exit 1
fi
