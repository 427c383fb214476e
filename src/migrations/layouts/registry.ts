import {dbmate} from './dbmate.js'
import {diesel} from './diesel.js'
import {flyway} from './flyway.js'
import {golangMigrate} from './golang-migrate.js'
import {goose} from './goose.js'
import type {Layout} from './layout.js'
import {nodePgMigrate} from './node-pg-migrate.js'
import {plain} from './plain.js'
import {popx} from './popx.js'
import {prisma} from './prisma.js'
import {sqlx} from './sqlx.js'

/** All layouts; the first that matches a file is the file's. */
const layouts: readonly Layout[] = [
  goose,
  dbmate,
  nodePgMigrate,
  sqlx,
  popx,
  flyway,
  prisma,
  diesel,
  golangMigrate,
  plain
]

/** The layout that a file is of. `text` is only called where the path does not decide. */
export function layoutOf(path: string, text: () => string): Layout {
  return layouts.find((layout) => layout.matches(path, text)) ?? plain
}
