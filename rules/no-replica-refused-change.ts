import {defineRule} from '../src/core/define-rule.js'
import {algorithms} from '../src/knowledge/effect.js'
import type {Judgement} from '../src/knowledge/effect.js'

/** Report changes that an older replica cannot make, or only by copying the table. */
export default defineRule({
  id: 'no-replica-refused-change',
  summary: 'Disallow changes that the oldest replica refuses or makes the dear way',
  severity: 'error',
  on: '*',
  engines: ['mysql', 'mariadb'],
  once: 'command',
  recipe: null,
  noRecipeBecause: 'The replica is upgraded first, or the change waits for it.',
  messages: {
    refused:
      'Unexpected change that the replica of version {{version}} refuses ({{why}}), replication stops there; expected an upgrade of the replica first',
    slower:
      'Unexpected change that the replica of version {{version}} makes with ALGORITHM={{worse}} where this server takes {{algorithm}}, it falls behind by as long; expected an upgrade of the replica first'
  },
  docs: {
    condition:
      '`topology.oldestReplica` of the configuration names an older version than that of the server, and that version refuses the statement or needs a costlier algorithm: the INSTANT changes of MySQL 8.0.29 (`DROP COLUMN`, `ADD COLUMN … FIRST`) on a replica of 8.0.28, say.',
    effect:
      'The statement goes through the binary log as it is written. A replica that cannot carry it out stops; one that has to copy the table applies nothing else meanwhile, and falls behind.',
    instead: 'Upgrade all replicas first; only then use what the newer version can do.',
    notWhen: 'Nothing reads from that replica, and it may be made anew.',
    examples: [
      {
        name: 'instant-drop',
        dialect: 'mysql',
        deployment: {oldestReplica: [8, 0, 28]},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, nickname varchar(100));',
        unsafe: 'ALTER TABLE account DROP COLUMN nickname, ALGORITHM=INSTANT;',
        reports: ['1:1-1:60 refused'],
        safe: ['ALTER TABLE account ADD COLUMN alias varchar(100), ALGORITHM=INSTANT;']
      },
      {
        name: 'first-column',
        dialect: 'mysql',
        deployment: {oldestReplica: [8, 0, 28]},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, nickname varchar(100));',
        unsafe: 'ALTER TABLE account ADD COLUMN tenant int FIRST;',
        reports: ['1:1-1:48 slower'],
        safe: ['ALTER TABLE account ADD COLUMN tenant int;']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/replication-compatibility.html']
  },
  check(operation, {command, deployment: {oldestReplica}, hasTraffic, judgement, judgeOn, report}) {
    if (!oldestReplica || operation !== command.operations[0]) return
    const there = judgeOn(oldestReplica)
    const data = {version: oldestReplica.join('.')}
    const where = {range: command.range}
    if (there.refusal) {
      report('refused', {...data, why: there.refusal.message.replace(/^Unexpected /, '')}, where)
      return
    }
    const here = algorithmOf(judgement, hasTraffic)
    const worse = algorithmOf(there, hasTraffic)
    if (!here || !worse || algorithms.indexOf(worse) <= algorithms.indexOf(here)) return
    report('slower', {...data, worse, algorithm: here}, where)
  }
})

function algorithmOf({effects}: Judgement, hasTraffic: (relation: string) => boolean) {
  return effects.find(({algorithm, relation}) => algorithm !== undefined && hasTraffic(relation))?.algorithm
}
