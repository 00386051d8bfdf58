import type { OperationRequest } from '../answer/runOperation';

/** The languages that a request is written in. */
export type CodeLanguage = 'curl' | 'typescript' | 'python';

const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function asCurl(url: string, request: OperationRequest): string {
  return [
    `curl ${shellQuoted(url)} \\`,
    "  -H 'content-type: application/json' \\",
    `  --data-raw ${shellQuoted(JSON.stringify(request))}`,
  ].join('\n');
}

function asTypeScript(url: string, { query, variables }: OperationRequest): string {
  const literal = query.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `const query = /* GraphQL */ \`
${literal}
\`;
const variables = ${JSON.stringify(variables ?? {}, null, 2)};

const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query, variables }),
});
// A partial answer carries both: what is known in data, and in errors which department did not answer.
const { data, errors } = await response.json();
console.log(data, errors);
`;
}

function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}: ${pythonLiteral(each)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

function asPython(url: string, { query, variables }: OperationRequest): string {
  return `import json
import urllib.request

query = """
${query.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}
"""
variables = ${pythonLiteral(variables ?? {})}

request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps({"query": query, "variables": variables}).encode("utf-8"),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
# A partial answer carries both: what is known in data, and in errors which department did not answer.
print(answer.get("data"), answer.get("errors"))
`;
}

/** The request as a program that runs as it stands, without any package. */
export function asCode(language: CodeLanguage, url: string, request: OperationRequest): string {
  if (language === 'curl') return asCurl(url, request);
  return language === 'typescript' ? asTypeScript(url, request) : asPython(url, request);
}
