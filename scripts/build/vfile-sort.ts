import type {VFile} from 'vfile'
import type {VFileMessage} from 'vfile-message'

/** Like `vfile-sort`, without the rules of any language for what stands at one place. */
export function compareMessage(a: VFileMessage, b: VFileMessage): number {
  return (
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    rank(a.fatal) - rank(b.fatal) ||
    compare(a.source, b.source) ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.reason, b.reason)
  )
}

export function compareFile(a: VFile, b: VFile): number {
  return compare(a.path, b.path)
}

const rank = (fatal: boolean | null | undefined): number => (fatal === true ? 0 : fatal === false ? 1 : 2)

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
