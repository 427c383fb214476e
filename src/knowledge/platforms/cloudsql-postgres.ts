import type {PlatformKnowledge} from './platform.js'
import {withoutSuperuser, withoutTablespaces} from './without-superuser.js'

const users = 'https://cloud.google.com/sql/docs/postgres/users'

/** Google Cloud SQL for PostgreSQL. */
export const cloudsqlPostgres: PlatformKnowledge = {
  name: 'Cloud SQL for PostgreSQL',
  dialects: ['postgres'],
  refuses: [...withoutSuperuser('cloudsqlsuperuser', users), ...withoutTablespaces(users)],
  differs: [],
  notes: [
    {
      text: 'There are no blue/green deployments. Tools that read the log need the flag `cloudsql.logical_decoding`.',
      url: 'https://cloud.google.com/sql/docs/postgres/replication/configure-logical-replication'
    }
  ]
}
