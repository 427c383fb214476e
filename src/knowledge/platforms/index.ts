/** All platforms by the name that the configuration gives them. */
import {auroraMysql} from './aurora-mysql.js'
import {auroraPostgres} from './aurora-postgres.js'
import {citus} from './citus.js'
import {cloudsqlMysql} from './cloudsql-mysql.js'
import {cloudsqlPostgres} from './cloudsql-postgres.js'
import {neon} from './neon.js'
import {planetscale} from './planetscale.js'
import type {Platform, PlatformKnowledge} from './platform.js'
import {rdsMysql} from './rds-mysql.js'
import {rdsPostgres} from './rds-postgres.js'
import {supabase} from './supabase.js'
import {timescale} from './timescale.js'

export const platformKnowledge: Record<Platform, PlatformKnowledge> = {
  'rds-mysql': rdsMysql,
  'aurora-mysql': auroraMysql,
  'cloudsql-mysql': cloudsqlMysql,
  planetscale,
  'rds-postgres': rdsPostgres,
  'aurora-postgres': auroraPostgres,
  'cloudsql-postgres': cloudsqlPostgres,
  supabase,
  neon,
  citus,
  timescale
}
