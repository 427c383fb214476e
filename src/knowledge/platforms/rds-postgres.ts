import type {PlatformKnowledge} from './platform.js'
import {withoutSuperuser} from './without-superuser.js'

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide'

/** Amazon RDS for PostgreSQL. */
export const rdsPostgres: PlatformKnowledge = {
  name: 'Amazon RDS for PostgreSQL',
  dialects: ['postgres'],
  refuses: withoutSuperuser('rds_superuser', `${guide}/UsingWithRDS.MasterAccounts.html`),
  differs: [],
  notes: [
    {
      text: 'A blue/green deployment for a major version is kept by logical replication: say `replication: logical` while one exists. Without a change of the major version it is physical, and schema changes on blue arrive.',
      url: `${guide}/blue-green-deployments-replication-type.html`
    }
  ]
}
