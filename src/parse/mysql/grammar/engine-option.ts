import type {Cursor} from '../cursor.js'

/** Names that mean something of their own and so are no options of an engine. */
const taken = new Set(
  `ALGORITHM AUTOEXTEND_SIZE AUTO_INCREMENT AVG_ROW_LENGTH CHECKSUM COMMENT COMPRESSED CONNECTION DELAY_KEY_WRITE ENGINE
  INSERT_METHOD KEY_BLOCK_SIZE LOCK MAX_ROWS MIN_ROWS PACK_KEYS PAGE_CHECKSUM PASSWORD ROW_FORMAT SEQUENCE
  TABLESPACE TABLE_CHECKSUM TRANSACTIONAL TYPE UNION`.split(/\s+/)
)

/**
 * Whether an option of a storage engine starts here: on MariaDB any name with `=`.
 *
 * https://mariadb.com/docs/server/server-usage/storage-engines/storage-engines-storage-engine-development/engine-defined-new-tablefieldindex-attributes
 */
export function isEngineOption(cursor: Cursor): boolean {
  return cursor.mariadb && cursor.isName() && cursor.word(1) === '=' && !taken.has(cursor.word())
}
