// Written by scripts/generate-layout-index.ts: do not edit.
import {atlas} from './layouts/atlas.js'
import {dbmate} from './layouts/dbmate.js'
import {diesel} from './layouts/diesel.js'
import {drizzle} from './layouts/drizzle.js'
import {drizzleOrm} from './layouts/drizzle-orm.js'
import {flyway} from './layouts/flyway.js'
import {golangMigrate} from './layouts/golang-migrate.js'
import {goose} from './layouts/goose.js'
import {graphileMigrate} from './layouts/graphile-migrate.js'
import {knex} from './layouts/knex.js'
import {kysely} from './layouts/kysely.js'
import {liquibase} from './layouts/liquibase.js'
import {liquibaseSql} from './layouts/liquibase-sql.js'
import {mybatisMigrations} from './layouts/mybatis-migrations.js'
import {nodePgMigrate} from './layouts/node-pg-migrate.js'
import {payload} from './layouts/payload.js'
import {plain} from './layouts/plain.js'
import {playEvolutions} from './layouts/play-evolutions.js'
import {popx} from './layouts/popx.js'
import {postgrator} from './layouts/postgrator.js'
import {prisma} from './layouts/prisma.js'
import {prismaClient} from './layouts/prisma-client.js'
import {rails} from './layouts/rails.js'
import {refinery} from './layouts/refinery.js'
import {sequelize} from './layouts/sequelize.js'
import {sqitch} from './layouts/sqitch.js'
import {sqlMigrate} from './layouts/sql-migrate.js'
import {sqlx} from './layouts/sqlx.js'
import {supabase} from './layouts/supabase.js'
import {tern} from './layouts/tern.js'
import {typeorm} from './layouts/typeorm.js'
import type {Layout} from './layouts/layout.js'

/** All layouts, by the names of their files. */
export const layouts: readonly Layout[] = [
  atlas,
  dbmate,
  diesel,
  drizzle,
  drizzleOrm,
  flyway,
  golangMigrate,
  goose,
  graphileMigrate,
  knex,
  kysely,
  liquibase,
  liquibaseSql,
  mybatisMigrations,
  nodePgMigrate,
  payload,
  plain,
  playEvolutions,
  popx,
  postgrator,
  prisma,
  prismaClient,
  rails,
  refinery,
  sequelize,
  sqitch,
  sqlMigrate,
  sqlx,
  supabase,
  tern,
  typeorm
]
