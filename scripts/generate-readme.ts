/** Fills the zones of README.md: between `<!-- name:start -->` and `<!-- name:end -->` nothing is written by hand. */
import {isOnIn} from '../src/core/presets.js'
import {rules} from '../src/core/rules/rules.generated.js'
import {fillZones} from './fill-zones.js'
import {renderWorkflow} from './generate-review-docs.js'
import {applyParameters, replayApply} from './replay-apply.js'
import {runSqlsafe} from './run-sqlsafe.js'

/**
 * The README with its zones filled.
 *
 * @throws {Error} When a zone is not in it.
 */
export async function fillReadme(text: string): Promise<string> {
  const demo = 'fixtures/demo/postgres'
  const zones = {
    rules: renderRules(),
    check: renderRun(['check', `${demo}/0003_require_name.sql`, '--history', demo]),
    explain: renderRun(['explain', `${demo}/0002_add_loyalty.sql`, '--history', demo]),
    operation: renderRun(['explain', '--operation', 'column.rename', '--dialect', 'mysql', '--server-version', '9.7']),
    apply: asText(applyParameters, replayApply(false, 80)),
    workflow: renderWorkflow()
  }
  return fillZones('README.md', text, zones)
}

function renderRules(): string {
  const rows = rules
    .filter((rule) => isOnIn(rule, 'recommended'))
    .map(({id, severity, summary}) => `| [\`${id}\`](docs/rules/${id}.md) | ${severity} | ${summary} |`)
  return ['| Rule | Severity | |', '| --- | --- | --- |', ...rows].join('\n')
}

function renderRun(parameters: readonly string[]): string {
  return asText(parameters, runSqlsafe([...parameters, '--no-color']))
}

function asText(parameters: readonly string[], output: string): string {
  return `\`\`\`text\n$ sqlsafe ${parameters.join(' ')}\n${output.trimEnd()}\n\`\`\``
}
