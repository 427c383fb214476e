import type {PlatformKnowledge} from './platform.js'
import {withoutSuperuser} from './without-superuser.js'

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide'

/** Amazon Aurora PostgreSQL. */
export const auroraPostgres: PlatformKnowledge = {
  name: 'Amazon Aurora PostgreSQL',
  dialects: ['postgres'],
  refuses: withoutSuperuser('rds_superuser', `${guide}/AuroraPostgreSQL.html`),
  differs: [],
  notes: [
    {
      text: 'Blue/green deployments are kept by logical replication, which applies with one process and carries neither schema changes nor privileges: say `replication: logical` while one exists, and change the schema on green.',
      url: `${guide}/blue-green-deployments.html`
    }
  ]
}
