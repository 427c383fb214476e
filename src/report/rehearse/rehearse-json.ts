import type {HappenedRelation, Rehearsal, RehearsedStatement} from '../../rehearse/rehearsal.js'
import {effectJson} from '../effect-json.js'
import type {ReportContext} from '../context.js'

/** The report of `rehearse --format json`. */
export function rehearseJson({engine, filled, migrations, notes}: Rehearsal, {project}: ReportContext): string {
  const statements = migrations.flatMap((migration) => migration.statements)
  const report = {
    version: 1,
    engine,
    filled: filled ?? null,
    migrations: migrations.map(({path, statements: own, transaction}) => ({
      path,
      transaction,
      statements: own.map((statement) => statementJson(statement, project))
    })),
    notes,
    summary: {
      statements: statements.length,
      ran: statements.filter(({outcome}) => outcome === 'ran').length,
      failed: statements.filter(({outcome}) => outcome === 'failed').length,
      notRun: statements.filter(({outcome}) => outcome === 'not-run').length,
      differences: statements.reduce((sum, {differences}) => sum + differences.length, 0)
    }
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function statementJson(statement: RehearsedStatement, {server}: ReportContext['project']): unknown {
  const {because, differences, error, foretold, milliseconds, outcome, relations, unseen} = statement
  return {
    sql: foretold.sql,
    range: foretold.place,
    outcome,
    because: because ?? null,
    milliseconds: milliseconds ?? null,
    foretold: {
      effects: foretold.effects.map((effect) => effectJson(effect, server.dialect)),
      refusal: foretold.refusal?.message ?? null,
      problem: foretold.problem ?? null
    },
    happened: {relations: relations.map(relationJson), error: error ?? null, unseen: unseen ?? null},
    differences: differences.map(({relation, ...difference}) => ({relation: relation ?? null, ...difference}))
  }
}

/** `null`: it could not be seen. */
function relationJson({
  algorithm,
  empty,
  heldBefore,
  heldMs,
  indexes,
  lock,
  name,
  rewrite,
  scan
}: HappenedRelation): unknown {
  return {
    relation: name,
    lock: lock ?? null,
    heldBefore,
    heldMilliseconds: heldMs ?? null,
    scans: scan ?? null,
    rewrites: rewrite ?? null,
    rebuildsIndexes: indexes ?? null,
    algorithm: algorithm ?? null,
    empty
  }
}
