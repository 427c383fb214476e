/** `node:crypto` for browsers, whose own digests cannot be had at once, as those of Node are. */
import {sha1} from '@noble/hashes/legacy.js'
import {sha256} from '@noble/hashes/sha2.js'
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js'

interface Hash {
  update: (text: string) => Hash
  copy: () => Hash
  digest: (encoding: 'hex' | 'base64') => string
}

/** The digest that plans, fingerprints and sums are made of, of texts, and the one in names that TypeORM makes. */
export function createHash(algorithm: 'sha256' | 'sha1'): Hash {
  return hashOf(algorithm === 'sha1' ? sha1.create() : sha256.create())
}

/** What the two of them have in common. */
interface Digest {
  update: (bytes: Uint8Array) => unknown
  clone: () => Digest
  digest: () => Uint8Array
}

function hashOf(hash: Digest): Hash {
  const self: Hash = {
    update(text) {
      hash.update(utf8ToBytes(text))
      return self
    },
    copy: () => hashOf(hash.clone()),
    digest(encoding) {
      const bytes = hash.digest()
      return encoding === 'hex' ? bytesToHex(bytes) : btoa(String.fromCharCode(...bytes))
    }
  }
  return self
}
