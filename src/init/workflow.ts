/** The workflow of GitHub that checks what a pull request changes. */
import {version} from '../version.js'

/** Where it is written. */
export const workflowFile = '.github/workflows/sqlsafe.yml'

/**
 * Its text.
 *
 * @param migrations Folders, below that of the repository.
 * @param release Of the action. Default: as this program.
 */
export function workflowText(migrations: readonly string[], release = version): string {
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
  pull-requests: write # for the comment

concurrency:
  group: sqlsafe-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: sqlsafe/sqlsafe@v${release}
`
}
