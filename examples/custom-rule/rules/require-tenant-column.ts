import {defineRule} from 'sqlsafe'

/** Report new tables whose rows belong to nobody: every query of this project asks for one tenant. */
export default defineRule({
  id: 'acme/require-tenant-column',
  summary: 'Require a column `tenant_id` in each table',
  severity: 'error',
  on: 'table.create',
  engines: ['postgres'],
  recipe: null,
  noRecipeBecause: 'The column is written into the new table at once.',
  options: {
    except: {type: 'array', items: 'string', default: [], description: 'Names of tables that all tenants share.'}
  },
  messages: {
    missing: 'Unexpected table `{{table}}` without a column `{{column}}`, expected whose its rows are'
  },
  docs: {
    condition: 'A table is made without a column `tenant_id`.',
    effect: 'Rows of one tenant are shown to others.',
    instead: 'Add `tenant_id bigint NOT NULL`, or name the table in `except`.',
    notWhen: 'All tenants share the rows.',
    examples: [
      {
        name: 'no-column',
        unsafe: 'CREATE TABLE invoice (id bigint PRIMARY KEY);',
        reports: ['1:1-1:45 missing'],
        safe: ['CREATE TABLE invoice (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);']
      }
    ]
  },
  check({columns, table}, {options, report}) {
    if (options.except?.includes(table.name) === true) return
    if (columns.some(({name}) => name === 'tenant_id')) return
    report('missing', {table: table.name, column: 'tenant_id'})
  }
})
