import {fact} from './platform.js'
import type {PlatformKnowledge} from './platform.js'
import {withoutSuperuser, withoutTablespaces} from './without-superuser.js'

const compatibility = 'https://neon.com/docs/reference/compatibility'

/** Neon. */
export const neon: PlatformKnowledge = {
  name: 'Neon',
  dialects: ['postgres'],
  refuses: [...withoutSuperuser('neon_superuser', compatibility), ...withoutTablespaces(compatibility)],
  differs: [
    fact({
      id: 'unlogged-table',
      operation: ['table.create', 'table.set-persistence'],
      when: (operation) =>
        operation.kind === 'table.create' ? operation.unlogged === true : operation.persistence === 'unlogged',
      what: 'unlogged table, whose rows are gone whenever the compute restarts or scales to zero',
      instead: 'a logged table',
      url: compatibility
    })
  ],
  notes: [
    {
      text: 'Migrations need a session: use the direct connection, not the pooled one, where `SET` and advisory locks of a runner do not hold from one transaction to the next.',
      url: 'https://neon.com/docs/connect/connection-pooling'
    }
  ]
}
