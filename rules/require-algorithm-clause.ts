import {defineRule} from '../src/core/define-rule.js'
import type {RuleContext} from '../src/core/define-rule.js'
import type {Fix} from '../src/migrations/fixing/fix.js'
import {isPlain} from '../src/core/fix/outside-transaction.js'
import {blocks} from '../src/knowledge/blocks.js'
import type {Effect} from '../src/knowledge/effect.js'
import {judge} from '../src/knowledge/judge.js'
import type {AlterClauses} from '../src/operations/operation.js'

type View = Pick<
  RuleContext<string, unknown>,
  'catalog' | 'command' | 'judgement' | 'migration' | 'session' | 'statement'
>

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
  fixes: 'Writes the safest algorithm and lock that the server accepts, as foretold, at the end of the statement.',
  recipe: 'add-algorithm-clause',
  messages: {
    missing:
      'Unexpected `{{statement}}` without `ALGORITHM=`: if `{{relation}}` is not as foretold, the server falls back silently; expected `{{clause}}`, so that it refuses instead'
  },
  docs: {
    condition:
      'A change of an existing table is foretold to be INSTANT or online, on `topology.oldestReplica` too, and the statement does not say so. Reported once a migration; where a whole history is checked, only in its newest migration, for all.',
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
      },
      {
        name: 'older-replica',
        dialect: 'mysql',
        deployment: {oldestReplica: [8, 0, 28]},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100);',
        reports: ['1:1-1:50 missing'],
        // INSTANT here, and not there: the clause would stop the replica.
        safe: ['ALTER TABLE account ADD COLUMN tenant int FIRST;']
      }
    ]
  },
  check(operation, context) {
    const {command, dialect, hasTraffic, judgement, report} = context
    if (operation !== command.operations[0] || !takesClauses(operation.kind)) return
    const {algorithm: written, lock: writtenLock, online} = command.clauses ?? {}
    if ((written !== undefined && written !== 'DEFAULT') || online === true) return
    if ((writtenLock !== undefined && writtenLock !== 'DEFAULT') || hasNoPlaceForIt(context)) return

    const effect = judgement.effects.find(({algorithm, relation}) => algorithm !== undefined && hasTraffic(relation))
    if (
      !effect ||
      effect.confidence === 'unknown' ||
      blocks(effect.lock, dialect).writes ||
      effect.algorithm === 'COPY' ||
      !isTheSameOnReplicas(context, effect)
    )
      return

    const statement = verbOf(context)
    const separator = statement === 'ALTER TABLE' ? ', ' : ' '
    const clauses = [`ALGORITHM=${effect.algorithm ?? ''}`, ...(effect.algorithm === 'INSTANT' ? [] : ['LOCK=NONE'])]
    const clause = clauses.join(separator)
    const fix = canBeWritten(context, effect) ? (): Fix | undefined => append(context, separator + clause) : undefined
    report('missing', {statement, relation: effect.relation, clause}, {range: command.range, fix})
  }
})

/** A clause goes to the replicas too: one that cannot keep to it stops. */
function isTheSameOnReplicas(
  {deployment: {oldestReplica}, judgeOn}: Pick<RuleContext<string, unknown>, 'deployment' | 'judgeOn'>,
  {algorithm, relation}: Effect
): boolean {
  if (!oldestReplica) return true
  const {effects, refusal} = judgeOn(oldestReplica)
  return refusal === undefined && effects.some((each) => each.relation === relation && each.algorithm === algorithm)
}

/** The server takes the clause for all of the statement, and does what it was to do without it. */
function canBeWritten(context: View, {algorithm, lock}: Effect): boolean {
  const {catalog, command, judgement, session} = context
  if (!isPlain(context) || !command.operations.every(({kind}) => takesClauses(kind))) return false
  const clauses: AlterClauses = {...command.clauses, algorithm, lock: algorithm === 'INSTANT' ? undefined : 'NONE'}
  const {effects, refusal} = judge({...command, clauses}, {catalog, session})
  const same = effects.every((each, index) => each.algorithm === judgement.effects[index]?.algorithm)
  return refusal === undefined && same && lock === 'NONE'
}

/** `DROP INDEX` of MariaDB takes no such clause. https://mariadb.com/kb/en/drop-index/ */
function hasNoPlaceForIt({migration, session, statement}: View): boolean {
  return session.server.dialect === 'mariadb' && /^DROP\b/i.test(migration.text.slice(statement.range.start))
}

/** `ALTER TABLE` lists clauses, `CREATE INDEX` and `DROP INDEX` have them one after the other. */
function verbOf({migration, statement}: View): 'ALTER TABLE' | 'CREATE INDEX' | 'DROP INDEX' {
  const [verb] = /^\w+/.exec(migration.text.slice(statement.range.start)) ?? []
  if (verb?.toUpperCase() === 'CREATE') return 'CREATE INDEX'
  return verb?.toUpperCase() === 'DROP' ? 'DROP INDEX' : 'ALTER TABLE'
}

function append({statement}: View, text: string): Fix {
  const {end} = statement.range
  return {edits: [{range: {start: end, end}, text}]}
}

/** Statements of other kinds (`RENAME TABLE`, `OPTIMIZE TABLE`, …) have no such clauses. */
function takesClauses(kind: string): boolean {
  return /^(?:column|constraint|index)\./.test(kind)
}
