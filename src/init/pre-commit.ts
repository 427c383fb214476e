/** The hook of https://pre-commit.com that checks what is about to be committed. */
import {isMap, isSeq, parseDocument} from 'yaml'
import {version} from '../version.js'
import {UsageError} from '../usage-error.js'

/** The file that names the hooks of a repository. */
export const preCommitFile = '.pre-commit-config.yaml'

/** What a project has that its hook depends on. */
export interface HookProject {
  /** sqlsafe is among its packages. */
  own: boolean
  /** Some of its migrations are programs. */
  scripts: boolean
  /** Of sqlsafe, for those who have none. Default: this one. */
  release?: string
}

/** How the hook is run: by the project's own sqlsafe, or by one that pre-commit installs. */
function runnerOf({own, release = version}: HookProject): string[] {
  if (own) return ['entry: node_modules/.bin/sqlsafe check --staged', 'language: system']
  return ['entry: sqlsafe check --staged', 'language: node', `additional_dependencies: ['sqlsafe@${release}']`]
}

// Not the names of files: what is checked also depends on those that were not changed.
function hookOf(project: HookProject): string[] {
  const files = project.scripts ? 'files: \\.(sql|[cm]?[jt]s)$' : 'files: \\.sql$'
  const settings = ['name: sqlsafe', ...runnerOf(project), files, 'pass_filenames: false']
  return ['- repo: local', '  hooks:', '    - id: sqlsafe', ...settings.map((line) => `      ${line}`)]
}

/** The recipe for those who use husky and lint-staged. */
export function huskyRecipe({scripts}: Pick<HookProject, 'scripts'>): string[] {
  return [
    'With husky, in .husky/pre-commit:',
    '  node_modules/.bin/sqlsafe check --staged',
    'With lint-staged, in lint-staged.config.mjs:',
    `  export default {'${scripts ? '*.{sql,js,ts}' : '*.sql'}': () => 'sqlsafe check --staged'}`
  ]
}

/**
 * The file with the hook in it, and all else as it was.
 *
 * @param before What stands in it; `undefined`: it is not there.
 * @returns `undefined` where the hook is in it already.
 * @throws {UsageError} When it is no list of repositories.
 */
export function withHook(before: string | undefined, project: HookProject): string | undefined {
  const hook = hookOf(project)
  if (before === undefined) return ['repos:', ...hook.map((line) => `  ${line}`), ''].join('\n')
  const document = parseDocument(before)
  const repos = isMap(document.contents) ? document.get('repos') : undefined
  const [error] = document.errors
  if (error !== undefined || !isSeq(repos) || !repos.range) {
    throw new UsageError(
      `Unexpected content of \`${preCommitFile}\`, expected a list \`repos\`${error === undefined ? '' : `: ${error.message.split('\n')[0] ?? ''}`}`
    )
  }
  if (/^\s*-?\s*id:\s*["']?sqlsafe\b/m.test(before)) return undefined

  if (repos.flow === true) {
    if (repos.items.length > 0) {
      throw new UsageError(`Unexpected \`repos: […]\` in \`${preCommitFile}\`, expected one repository a line`)
    }
    const [start, end] = repos.range
    return `${before.slice(0, start).trimEnd()}\n${hook.map((line) => `  ${line}`).join('\n')}${before.slice(end) || '\n'}`
  }
  const [start, end] = repos.range
  const margin = ' '.repeat(start - (before.lastIndexOf('\n', start - 1) + 1))
  const head = before.slice(0, end).trimEnd()
  return `${head}\n${hook.map((line) => margin + line).join('\n')}\n${before.slice(end).replace(/^\n/, '')}`
}
