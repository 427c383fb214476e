/** The workflow of GitHub that checks what a pull request adds. */

/** Where it is written. */
export const workflowFile = '.github/workflows/sqlsafe.yml'

/** Its text. The branch comes by the environment: in the command itself its name would be a piece of script. */
export function workflowText(migrations: readonly string[]): string {
  const globs = migrations.map((folder) => (folder === '.' ? '**/*.sql' : `${folder}/**`))
  const watched = [...globs, 'sqlsafe.config.yaml'].map((glob) => `      - '${glob.replaceAll("'", "''")}'`)
  return `# Says which migrations of a pull request would hurt a live database. Written by \`sqlsafe init --github\`.
name: sqlsafe

on:
  pull_request:
    paths:
${watched.join('\n')}

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          # What the branch was made from is what its migrations meet.
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npx --yes sqlsafe check --since "$BASE"
        env:
          BASE: origin/\${{ github.base_ref }}
`
}
