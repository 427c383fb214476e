import type {Range} from '../../source.js'
import type {Cursor} from '../cursor.js'
import type {RequestSyntax} from '../syntax/alter-table.js'

/**
 * Read `ALGORITHM=` or `LOCK=`.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/alter-table.html#alter-table-performance
 */
export function acceptRequest(cursor: Cursor, request: RequestSyntax): boolean {
  const from = cursor.index
  if (cursor.is('ALGORITHM') && !isRequestValue(cursor)) return false
  if (cursor.accept('ALGORITHM')) {
    cursor.accept('=')
    const algorithms = ['DEFAULT', 'INSTANT', 'INPLACE', 'COPY', ...(cursor.mariadb ? ['NOCOPY'] : [])]
    request.algorithm = cursor.expectAny(...algorithms)
  } else if (cursor.accept('LOCK')) {
    cursor.accept('=')
    request.lock = cursor.expectAny('DEFAULT', 'NONE', 'SHARED', 'EXCLUSIVE')
  } else return false
  extendRequest(request, cursor.range(from))
  return true
}

function isRequestValue(cursor: Cursor): boolean {
  return cursor.word(1) === '=' || ['DEFAULT', 'INSTANT', 'INPLACE', 'COPY', 'NOCOPY'].includes(cursor.word(1))
}

/** MariaDB's `WAIT n` and `NOWAIT`. */
export function acceptWait(cursor: Cursor, request: RequestSyntax): void {
  if (cursor.mysql) return
  const from = cursor.index
  if (cursor.accept('NOWAIT')) request.wait = 0
  else if (cursor.accept('WAIT')) request.wait = Number(cursor.number())
  else return
  extendRequest(request, cursor.range(from))
}

/** Let the range of a request span one more of its words. */
export function extendRequest(request: RequestSyntax, range: Range): void {
  request.range = {start: request.range?.start ?? range.start, end: range.end}
}
