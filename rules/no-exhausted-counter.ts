import {defineRule} from '../src/core/define-rule.js'

/** Report tables that will soon have no number left for a new row. */
export default defineRule({
  id: 'no-exhausted-counter',
  summary: 'Disallow `AUTO_INCREMENT` that begins near the end of its type',
  severity: 'warning',
  on: ['table.create', 'table.set-option'],
  engines: ['mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause:
    'A new table gets the wider type at once; that of an existing column is changed like any other type.',
  messages: {
    exhausted:
      'Unexpected `AUTO_INCREMENT` of {{next}} for `{{column}}`, {{share}} % of the numbers of `{{type}}` are used up, and after the last one every `INSERT` fails; expected a wider type'
  },
  options: {
    threshold: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 85,
      description: 'How many percent of the numbers may be used up.'
    }
  },
  docs: {
    condition:
      'A table is made with, or set to, an `AUTO_INCREMENT` that leaves few numbers of the type of its column.',
    effect: 'When the last number is used, every `INSERT` into the table fails.',
    instead: 'Make the column `bigint` while there is time: it is a copy of the table.',
    notWhen: 'Rows are hardly ever added.',
    examples: [
      {
        name: 'new-table',
        unsafe: 'CREATE TABLE post (id int AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 2000000000;',
        reports: ['1:1-1:82 exhausted'],
        safe: ['CREATE TABLE post (id bigint AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 2000000000;']
      },
      {
        name: 'existing-table',
        schema: 'CREATE TABLE post (id tinyint unsigned AUTO_INCREMENT PRIMARY KEY);',
        unsafe: 'ALTER TABLE post AUTO_INCREMENT = 250;',
        reports: ['1:18-1:38 exhausted'],
        safe: ['ALTER TABLE post AUTO_INCREMENT = 100;']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/integer-types.html']
  },
  check(operation, {options, report, table}) {
    const text =
      operation.kind === 'table.create'
        ? operation.options['auto_increment']
        : operation.option === 'auto_increment'
          ? operation.value
          : undefined
    if (text === undefined || !/^\d+$/.test(text)) return
    const columns = operation.kind === 'table.create' ? operation.columns : (table(operation.table)?.columns ?? [])
    const column = columns.find(({autoIncrement}) => autoIncrement === true)
    const last = column?.type && lastNumber(column.type)
    if (!column || last === undefined) return
    const share = (BigInt(text) * 100n) / last
    if (share < BigInt(options.threshold ?? 85)) return
    const type = `${column.type?.name ?? ''}${column.type?.unsigned === true ? ' unsigned' : ''}`
    report('exhausted', {next: text, column: column.name, share: Number(share), type})
  }
})

const bytes: Record<string, bigint | undefined> = {tinyint: 1n, smallint: 2n, mediumint: 3n, int: 4n, bigint: 8n}

function lastNumber({name, unsigned}: {name: string; unsigned?: boolean | undefined}): bigint | undefined {
  const size = bytes[name]
  return size === undefined ? undefined : 2n ** (size * 8n - (unsigned === true ? 0n : 1n)) - 1n
}
