/** Writes `docs/frameworks.md` from the layouts. */
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import type {Layout} from '../src/migrations/layouts/layout.js'
import {layouts} from '../src/migrations/layouts.generated.js'

/** Where the page is. */
export const frameworksFile = fileURLToPath(new URL('../docs/frameworks.md', import.meta.url))

/** The page about all frameworks. */
export async function renderFrameworks(): Promise<string> {
  const [known, others] = [layouts.filter(isFramework), layouts.filter((layout) => !isFramework(layout))]
  const sorted = [...known.sort((a, b) => a.name.localeCompare(b.name, 'en')), ...others]
  const text = [
    '# Frameworks',
    'Generated from the files in `src/migrations/layouts` by `scripts/generate-frameworks.ts`.',
    'sqlsafe recognises whose migrations it reads by a marker in the file, by another file of the project, or by how files are named. That decides which files go up, in which order they run, which part of a file is run, and whether it runs in a transaction. Nothing has to be configured.',
    '## What is history',
    'Of a folder that is checked, every file is. Where files are named one by one (`sqlsafe check db/migrations/0042_add_phone.sql`), the files of their framework that come before are read as history; nothing is said about them. `--history` names others, `--schema` a dump that is read instead. Files of no known framework have a history of their own only in a folder `migrations`, and with a number in front.',
    '## Transactions',
    'The table says what a file runs in on PostgreSQL; MySQL and MariaDB commit every schema statement by itself. A runner that is called in another way than usual (`set_grouped`, `x-multi-statement`, `--tx-mode`) is configured:',
    '```yaml\nrunner:\n  transaction: none # or: migration; query, where it sends a file as one query\n```',
    '## Placeholders',
    'What a runner puts in the place of `${name}`, `#{name}`, `%{name}`, `{{name}}`, `<%= name %>`, `$(name)`, `@name@`, `%(name)s`, `{name}`, `{$name}` or `:name` is read as a name or a value of which nothing is known. Where it matters which (a table that earlier migrations have made, a whole statement), the configuration says it:',
    '```yaml\nplaceholders:\n  schema: app\n  prefix: shop_\n```',
    'Of a Go template that asks for its engine (`{{if .mysql}} … {{else}} … {{end}}`, with `and`, `or` and `not`; `.postgres`, `.mysql`, `.mariadb`, `.sqlite`) the branch of the dialect is read.',
    'Flyway’s own are taken from `flyway.toml` or `flyway.conf` (`placeholders`, of the environment `default` as well, `placeholderPrefix`, `placeholderSuffix`, `placeholderReplacement`), and so are `${flyway:defaultSchema}`, `${flyway:table}` and `${flyway:filename}`. Liquibase’s are taken from `liquibase.properties` (`parameter.name`), from the `property` entries of the changelog above and from a file’s own `--property` lines; of values for several contexts none is chosen. Those of the configuration go over them. Findings stand where the placeholder stands. No fix writes a value over its placeholder, and none is made that would carry one into another file.',
    '## The frameworks',
    renderTable(sorted),
    '## Migrations that are no SQL',
    'Those in TypeScript and JavaScript are read as the SQL that they send: [Migrations in scripts](scripts.md).',
    'What a framework makes of migrations in Ruby, Python or another language is read from standard input. Its `BEGIN` and `COMMIT` are understood:',
    [
      '```sh',
      'alembic upgrade 1975ea83b712:head --sql | sqlsafe check -   # Alembic, what is new since a revision',
      'python manage.py sqlmigrate shop 0042 | sqlsafe check -     # Django',
      'liquibase update-sql | sqlsafe check -                      # Liquibase, what has not run yet',
      '```'
    ].join('\n'),
    'What comes through standard input is one change: of a table that it makes itself nothing is said, as nobody uses that yet. So begin at the revision that production has: `alembic upgrade head --sql` makes every table, and nothing is found in it, which `check` says.',
    'Of Liquibase’s changelogs in YAML, XML and JSON the order of the SQL files is read, and how each is run; changesets that say by themselves what they do are not, and `check` says on standard error how many there are.',
    '`--schema` tells what was there before; in a Rails project `db/structure.sql` is found.',
    '## Where this was taken from',
    sorted
      .filter(({docs}) => docs.sources.length > 0)
      .map(renderSources)
      .join('\n')
  ].join('\n\n')
  return format(text, {...(await resolveConfig(frameworksFile)), parser: 'markdown'})
}

function isFramework({evidence}: Layout): boolean {
  return evidence !== 'none'
}

function renderTable(all: readonly Layout[]): string {
  const rows = all.map(({docs, name}) =>
    [name, docs.detectedBy, docs.order, docs.transaction, docs.noTransaction, docs.down].map(escape).join(' | ')
  )
  return [
    '| Framework | Recognised by | Order | Transaction | Without one | The way back |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`)
  ].join('\n')
}

function escape(cell: string): string {
  return cell.replaceAll('|', '\\|')
}

function renderSources({docs, name}: Layout): string {
  return `- ${name}: ${docs.sources.map((source) => `<${source}>`).join(', ')}`
}
