/**
 * Prisma Client: `$executeRaw`, `$executeRawUnsafe`, `$queryRaw`, `$queryRawUnsafe`.
 * https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries
 */
import {linkOf} from '../script/chain.js'
import {memberName, resolve} from '../script/scope.js'
import type {Library} from '../library.js'
import {sendText} from '../library.js'
import {substituteIn} from './tagged.js'

const raw = ['$executeRaw', '$queryRaw']
const unsafe = ['$executeRawUnsafe', '$queryRawUnsafe']
const reads = /^(?:find|count|aggregate|groupBy|\$connect|\$disconnect|\$on|\$extends)/

export const prismaClient: Library = {
  receivers: ['prisma', 'tx', 'db', 'client'],
  chain(chain, translation, whole) {
    const written = linkOf(chain, ...unsafe, ...raw)
    if (written?.args) {
      const [text] = written.args
      sendText(text && resolve(text), whole, translation, substituteIn(translation))
      return true
    }
    const transaction = linkOf(chain, '$transaction')
    if (transaction?.args) {
      const [body] = transaction.args
      if (body) translation.transaction(body, whole)
      return true
    }
    if (chain.links.length < 2 || chain.links.some(({name}) => reads.test(name))) return 'inside'
    translation.unknown(whole)
    return true
  },
  template(whole, translation) {
    const {node, scope} = whole
    if (node.type !== 'TaggedTemplateExpression') return false
    if (!raw.includes(memberName({node: node.tag, scope}) ?? '')) return false
    sendText(whole, whole, translation, substituteIn(translation))
    return true
  }
}
