/** What Node has without an import, for browsers: put by the build where it is named. */
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js'

/** A process that stands at the root of a disk with nothing on it. */
export const process = {cwd: (): string => '/', env: {}, features: {}, platform: 'browser', versions: {node: ''}}

/** A text as bytes of UTF-8. */
interface Bytes {
  toString: (encoding: 'hex') => string
}

/** As much of it as deals with texts. */
export const Buffer = {
  byteLength: (text: string): number => utf8ToBytes(text).length,
  from: (text: string): Bytes => ({toString: () => bytesToHex(utf8ToBytes(text))}),
  compare(one: Bytes, other: Bytes): number {
    const [a, b] = [one.toString('hex'), other.toString('hex')]
    return a < b ? -1 : Number(a > b)
  }
}
