import {fact} from './platform.js'
import type {PlatformKnowledge} from './platform.js'
import {definerByMaster, programsNeedTrust, withoutSuper} from './without-super.js'

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide'

/** Amazon Aurora MySQL. */
export const auroraMysql: PlatformKnowledge = {
  name: 'Amazon Aurora MySQL',
  dialects: ['mysql'],
  refuses: [
    ...withoutSuper('the parameter group of the cluster', `${guide}/AuroraMySQL.Reference.html`),
    fact({
      id: 'other-engine',
      operation: ['table.create', 'table.set-engine'],
      when: (operation) => {
        const engine = operation.kind === 'table.create' ? operation.options['engine'] : operation.engine
        return engine !== undefined && !['innodb', 'memory', 'blackhole'].includes(engine.toLowerCase())
      },
      what: 'storage engine that Aurora does not have',
      instead: 'InnoDB',
      url: `${guide}/AuroraMySQL.Migrating.ExtMySQL.html`
    })
  ],
  differs: [
    definerByMaster('', `${guide}/UsingWithRDS.MasterAccounts.html`),
    ...programsNeedTrust(
      '`log_bin_trust_function_creators = 1` in the parameter group before, if the binary log is on',
      'https://dev.mysql.com/doc/refman/8.4/en/stored-programs-logging.html'
    ),
    fact({
      id: 'compressed-rows',
      operation: ['table.create', 'table.set-row-format'],
      when: (operation) => {
        const format = operation.kind === 'table.create' ? operation.options['row_format'] : operation.value
        return format?.toLowerCase() === 'compressed'
      },
      what: '`ROW_FORMAT=COMPRESSED`, which Aurora does not support',
      instead: '`ROW_FORMAT=DYNAMIC`',
      url: `${guide}/AuroraMySQL.Migrating.ExtMySQL.html`
    })
  ],
  notes: [
    {
      text: 'Fast DDL is a lab mode of Aurora MySQL 2 for nullable columns at the end; Aurora MySQL 3 has INSTANT as MySQL 8.0 has it, with the version that `SELECT AURORA_VERSION()` stands for.',
      url: `${guide}/AuroraMySQL.Managing.FastDDL.html`
    },
    {
      text: 'Replicas of a cluster read the same storage, so a rebuild does not make them fall behind; readers of the table wait for the metadata lock all the same, and temporary storage for an index or a rebuild is that of the instance.',
      url: `${guide}/AuroraMySQL.Replication.html`
    },
    {
      text: 'gh-ost needs the binary log (`binlog_format = ROW` in the cluster parameter group, and a reboot), which is off by default. The lag check of pt-online-schema-change finds no replica: ask `information_schema.replica_host_status`.',
      url: `${guide}/USER_LogAccess.MySQL.BinaryFormat.html`
    },
    {
      text: 'Blue/green deployments replicate by the binary log: changes on green must be such that statements of blue still apply.',
      url: `${guide}/blue-green-deployments.html`
    }
  ]
}
