import {fact} from './platform.js'
import type {PlatformKnowledge} from './platform.js'
import {definerByMaster, programsNeedTrust, withoutSuper} from './without-super.js'

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide'
const accounts = `${guide}/UsingWithRDS.MasterAccounts.html`

/** Amazon RDS for MySQL (and MariaDB). */
export const rdsMysql: PlatformKnowledge = {
  name: 'Amazon RDS for MySQL',
  dialects: ['mysql', 'mariadb'],
  refuses: withoutSuper('the parameter group of the instance', accounts),
  differs: [
    definerByMaster(' (from MySQL 8.0.36 on)', accounts),
    ...programsNeedTrust(
      '`log_bin_trust_function_creators = 1` in the parameter group before',
      'https://dev.mysql.com/doc/refman/8.4/en/stored-programs-logging.html'
    ),
    fact({
      id: 'other-engine',
      operation: ['table.create', 'table.set-engine'],
      when: (operation) => {
        const engine = operation.kind === 'table.create' ? operation.options['engine'] : operation.engine
        return engine !== undefined && engine.toLowerCase() !== 'innodb'
      },
      what: 'table of another engine than InnoDB, which snapshots and point-in-time recovery do not restore reliably',
      instead: 'InnoDB',
      url: `${guide}/MySQL.Concepts.FeatureSupport.html`
    })
  ],
  notes: [
    {
      text: 'Blue/green deployments replicate from blue to green by the binary log: while one exists, changes on green must be such that statements of blue still apply (columns added at the end, indexes); renames and drops break the replication.',
      url: `${guide}/blue-green-deployments-overview.html`
    },
    {
      text: "gh-ost reads the binary log: retain it long enough (`CALL mysql.rds_set_configuration('binlog retention hours', 24)`). pt-online-schema-change makes triggers: `log_bin_trust_function_creators = 1`.",
      url: `${guide}/mysql-stored-proc-configuring.html`
    }
  ]
}
