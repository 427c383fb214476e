/** Writes `docs/rules/`: a page for each rule and their index, all from the rule files. */
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {format} from 'prettier'
import type {Example, OptionField, Rule} from '../src/core/define-rule.js'
import type {Deployment} from '../src/core/deployment/deployment.js'
import {presetOf} from '../src/core/presets.js'
import {adviceOnAll} from '../src/core/rules/advice.js'
import {rules} from '../src/core/rules/rules.generated.js'
import {explainExample} from './explain-example.js'

/** Where the pages are. */
export const docsFolder = new URL('../docs/rules/', import.meta.url)

const engineNames = {postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB'}

/** All pages by the name of their file. */
export async function renderDocs(): Promise<Map<string, string>> {
  const pages = await Promise.all(
    rules.map(async (rule): Promise<[string, string]> => [`${rule.id}.md`, await renderRule(rule)])
  )
  const formatted = [...pages, ['README.md', renderIndexPage()] as const].map(
    async ([name, text]): Promise<[string, string]> => [name, await format(text, {parser: 'markdown', printWidth: 120})]
  )
  return new Map(await Promise.all(formatted))
}

function renderIndexPage(): string {
  const rows = rules.map(
    (rule) =>
      `| [\`${rule.id}\`](${rule.id}.md) | ${rule.summary} | ${presetOf(rule)} | ${rule.severity} | ${rule.fixes === undefined ? '' : 'yes'} | ${rule.engines.map((engine) => engineNames[engine]).join(', ')} |`
  )
  return [
    '# Rules',
    'Generated from the files in `rules/` by `scripts/generate-docs.ts`. How sure a claim about an engine is, `sqlsafe explain` tells.',
    [
      '| Rule | What it does | Preset | Severity | `--fix` | Engines |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows
    ].join('\n'),
    '## Presets',
    '`preset` in the configuration, or `--preset`, chooses which rules are on; `rules` goes over it, rule by rule. `recommended`, the default: outages, lost data, broken deploys and security. `strict`: also advice that is right more often than not. `all`: also policies and tastes, about which teams differ. What the checks of other tools are called here, and which are left out and why: [coverage](../coverage.md).',
    '## What is new has no traffic',
    'Most rules speak only of relations that others use now. Temporary tables and those that the change under check makes have no traffic. Where some of the migrations are history (`--history`, `--since`, `--after`, files by name), all checked ones are one change: they are deployed together. Where every migration is checked, each is a change of its own: they were deployed one by one.',
    '## Keeping a finding back',
    [
      '```sql',
      '-- sqlsafe-disable-next-line no-table-drop: unused since release 41',
      'DROP TABLE account_old;',
      '',
      'DROP TABLE account_older; -- sqlsafe-disable-line no-table-drop: unused since release 40',
      '',
      '-- sqlsafe-disable no-column-drop, no-column-rename: the application is down meanwhile',
      'ALTER TABLE account DROP COLUMN nickname;',
      '-- sqlsafe-enable no-column-drop, no-column-rename',
      '```'
    ].join('\n'),
    '`sqlsafe-disable` without a `sqlsafe-enable` holds to the end of the file. Without names, all rules are meant but `syntax-error` and those about suppressions. `sqlsafe-disable-next-line` covers what begins on the next line with code, through its end. `/* … */` and `#` comments do as well.'
  ].join('\n\n')
}

async function renderRule(rule: Rule): Promise<string> {
  const {condition, effect, examples, instead, notWhen, sources = []} = rule.docs
  const engines = rule.engines.map((engine) => engineNames[engine]).join(', ')
  const recipe = rule.recipe === null ? `none: ${rule.noRecipeBecause ?? ''}` : `\`${rule.recipe}\``
  return [
    `# \`${rule.id}\``,
    `${rule.summary}.`,
    `- Engines: ${engines}\n- Preset: \`${presetOf(rule)}\`\n- Severity: \`${rule.severity}\`\n- Recipe: ${recipe}\n- [\`--fix\`](../fixing.md): ${rule.fixes ?? 'no'}`,
    `## When it reports\n\n${condition}`,
    `## What happens then\n\n${adviceOnAll(effect, rule.engines)}`,
    `## What to do instead\n\n${adviceOnAll(instead, rule.engines)}`,
    `## When not to care\n\n${notWhen}`,
    ...(rule.options ? [renderOptions(rule.options)] : []),
    ...(examples.length > 0
      ? ['## Examples', ...(await Promise.all(examples.map((example) => renderExample(rule, example))))]
      : []),
    ...(sources.length > 0 ? [`## Sources\n\n${sources.map((source) => `- <${source}>`).join('\n')}`] : [])
  ].join('\n\n')
}

function renderOptions(options: Readonly<Record<string, OptionField>>): string {
  const lines = Object.entries(options).map(([name, field]) => {
    const fallback = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`
    return `- \`${name}\` (${field.type}): ${field.description}${fallback}`
  })
  return `## Options\n\n${lines.join('\n')}`
}

/** As the configuration says it. */
function deploymentText({oldestReplica, platform, replication}: Deployment): string {
  const parts = [
    platform === undefined ? [] : `\`platform: ${platform}\``,
    replication === undefined ? [] : `\`replication: ${replication}\``,
    oldestReplica === undefined ? [] : `\`topology: {oldestReplica: ${oldestReplica.join('.')}}\``
  ]
  return parts.flat().join(' and ')
}

async function renderExample(rule: Rule, example: Example): Promise<string> {
  const {dialect = rule.engines[0] ?? 'postgres', name, options, safe, schema, transaction, unsafe, version} = example
  const {deployment} = example
  const server = `${engineNames[dialect]}${version === undefined ? '' : ` ${version}`}`
  const given = [
    ...(schema === undefined ? [] : [`Given:\n\n${sql(schema)}`]),
    ...(deployment === undefined ? [] : [`With ${deploymentText(deployment)} in the configuration.`]),
    ...(options === undefined ? [] : [`With the options \`${JSON.stringify(options)}\`.`])
  ]
  const proof = await explainExample(rule, example)
  const how = [
    ...(transaction === 'migration' ? [' (sent in one transaction)'] : []),
    ...(example.path === undefined ? [] : [` in \`${example.path}\``]),
    ...Object.keys(example.files ?? {}).map((path, index) => `${index === 0 ? ', beside' : ' and'} \`${path}\``)
  ].join('')
  return [
    `### ${name} (${server})`,
    ...given,
    `Reported${how}:\n\n${sql(unsafe)}`,
    ...(proof.length > 0
      ? [`What the server does, as \`sqlsafe explain\` foretells it:\n\n${proof.map((line) => `- ${line}`).join('\n')}`]
      : []),
    ...(safe ? [`Not reported${safe.length > 1 ? ', each in a migration of its own' : ''}:`, ...safe.map(sql)] : [])
  ].join('\n\n')
}

function sql(text: string): string {
  return `\`\`\`sql\n${text}\n\`\`\``
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(docsFolder, {recursive: true})
  for (const name of readdirSync(docsFolder)) rmSync(new URL(name, docsFolder))
  for (const [name, text] of await renderDocs()) writeFileSync(new URL(name, docsFolder), text)
}
