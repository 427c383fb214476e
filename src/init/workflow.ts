/** The workflow of GitHub that checks what a pull request changes. */
import {version} from '../version.js'

/** Where it is written. */
export const workflowFile = '.github/workflows/sqlsafe.yml'

/** What a workflow says beside its migrations. */
interface Workflow {
  /** Of the action. Default: as this program. */
  release?: string
  /** The file of the configuration. */
  configuration?: string
}

/**
 * Its text.
 *
 * @param migrations Folders, files and globs, below the folder of the repository.
 */
export function workflowText(
  migrations: readonly string[],
  {configuration = 'sqlsafe.config.yaml', release = version}: Workflow = {}
): string {
  const isFolder = (path: string): boolean => !/[*?{[]|\.(?:sql|[cm]?[jt]s)$/.test(path)
  const globs = migrations.map((path) => (path === '.' ? '**/*.sql' : isFolder(path) ? `${path}/**` : path))
  const watched = [...globs, configuration].map((glob) => `      - '${glob.replaceAll("'", "''")}'`)
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
