import {defineRule} from '../src/core/define-rule.js'
import {blocks} from '../src/knowledge/blocks.js'

/** Report changes that are cheap as foretold, where the server would silently do them the dear way if they are not. */
export default defineRule({
  id: 'require-algorithm-clause',
  summary: 'Require `ALGORITHM=` where the server could fall back to copying the table',
  severity: 'info',
  on: '*',
  engines: ['mysql', 'mariadb'],
  once: 'run',
  peers: {
    bytebase: ['STATEMENT_REQUIRE_ALGORITHM_OPTION']
  },
  recipe: 'add-algorithm-clause',
  messages: {
    missing:
      'Unexpected `ALTER TABLE` without `ALGORITHM=`: if `{{relation}}` is not as foretold, the server falls back silently; expected `{{clause}}`, so that it refuses instead'
  },
  docs: {
    condition:
      'A change of an existing table is foretold to be INSTANT or online, and the statement does not say so. Reported once a migration; where a whole history is checked, only in its newest migration, for all.',
    effect:
      'Nothing, if the table is as the migrations made it. If it is not (rows of an older format, the limit of row versions, a full-text index made by hand), the server copies the table without asking, and writes wait.',
    instead:
      'Write the algorithm and the lock that you count on. The server refuses the statement at once if it cannot keep to them.',
    notWhen: 'You check what the server did after each migration.',
    examples: [
      {
        name: 'instant',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100);',
        reports: ['1:1-1:50 missing'],
        safe: ['ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;']
      },
      {
        name: 'inplace',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));',
        unsafe: 'CREATE INDEX account_email ON account (email);',
        reports: ['1:1-1:46 missing'],
        safe: ['CREATE INDEX account_email ON account (email) ALGORITHM=INPLACE LOCK=NONE;']
      }
    ]
  },
  check(operation, {command, dialect, hasTraffic, judgement, report}) {
    if (operation !== command.operations[0] || !takesClauses(operation.kind)) return
    const {algorithm: written, lock: writtenLock, online} = command.clauses ?? {}
    if ((written !== undefined && written !== 'DEFAULT') || online === true) return
    if (writtenLock !== undefined && writtenLock !== 'DEFAULT') return

    const effect = judgement.effects.find(({algorithm, relation}) => algorithm !== undefined && hasTraffic(relation))
    if (
      !effect ||
      effect.confidence === 'unknown' ||
      blocks(effect.lock, dialect).writes ||
      effect.algorithm === 'COPY'
    )
      return

    const clause = `ALGORITHM=${effect.algorithm ?? ''}${effect.algorithm === 'INSTANT' ? '' : ', LOCK=NONE'}`
    report('missing', {relation: effect.relation, clause}, {range: command.range})
  }
})

/** Statements of other kinds (`RENAME TABLE`, `OPTIMIZE TABLE`, …) have no such clauses. */
function takesClauses(kind: string): boolean {
  return /^(?:column|constraint|index)\./.test(kind)
}
