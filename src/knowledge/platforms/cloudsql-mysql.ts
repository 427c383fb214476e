import type {PlatformKnowledge} from './platform.js'
import {foreignDefiner, programsNeedTrust, withoutSuper} from './without-super.js'

/** Google Cloud SQL for MySQL. */
export const cloudsqlMysql: PlatformKnowledge = {
  name: 'Cloud SQL for MySQL',
  dialects: ['mysql'],
  refuses: [
    ...withoutSuper('the database flags of the instance', 'https://cloud.google.com/sql/docs/mysql/features'),
    foreignDefiner
  ],
  differs: programsNeedTrust(
    'the flag `log_bin_trust_function_creators` before',
    'https://cloud.google.com/sql/docs/mysql/flags'
  ),
  notes: [
    {
      text: 'There are no blue/green deployments; gh-ost and pt-online-schema-change work, with a user that has REPLICATION CLIENT and REPLICATION SLAVE for gh-ost.',
      url: 'https://cloud.google.com/sql/docs/mysql/features'
    }
  ]
}
