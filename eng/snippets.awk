# Writes the C# snippets of a Markdown page as compilable files: prefix_1.cs, prefix_2.cs, ... The first line of each says what the page's comment asks for.
# Variables: page (path for #line), prefix, name (an identifier), needs (what programs need before the first comment).

function finish() {
  if (number > 0) {
    file = prefix "_" number ".cs"
    printf "// needs: %s\n%s", programNeeds, usings > file
    printf "namespace Snippets.%s;\n\ninternal static class Program%d\n{\n    internal static async Task RunAsync(string[] args)\n    {\n", name, number > file
    printf "%s    }\n}\n%s", body, types > file
    close(file)
  }
}

function start() {
  finish()
  number++
  usings = body = types = ""
  programNeeds = needs
}

function isUsing(line) {
  return line ~ /^using (static )?[A-Za-z0-9_.]+;$/ || line ~ /^using [A-Za-z0-9_]+ = [A-Za-z0-9_.<>]+;$/
}

/^<!-- snippets: .* -->$/ { needs = $0; sub(/^<!-- snippets: /, "", needs); sub(/ -->$/, "", needs); next }
/^```csharp$/ { inside = 1; first = 1; inType = 0; next }
/^```/ { inside = 0; next }
!inside { next }
{
  if (first && (isUsing($0) || number == 0)) {
    start()
  }
  position = sprintf("#line %d \"%s\"\n", FNR, page)
  if (first) {
    body = body position
    first = 0
  }
  if (isUsing($0)) {
    usings = usings position $0 "\n"
  } else if (inType || $0 ~ /^(public |internal |sealed |static |partial |readonly )*(class|record|struct|interface|enum) /) {
    if (!inType) {
      types = types position
    }
    types = types $0 "\n"
    inType = !($0 ~ /^}/ || !inBody && $0 ~ /;$/)
    inBody = inType && ($0 ~ /^{/ || inBody)
  } else {
    body = body $0 "\n"
  }
}
END { finish() }
