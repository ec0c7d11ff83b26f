import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** SHA-256 of bytes as lower-case hex; works without a secure context, unlike `crypto.subtle`. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

/** SHA-256 over chunks, for files that are not held in memory whole. */
export function createSha256(): { update(bytes: Uint8Array): void; hex(): string } {
  const state = sha256.create()
  return {
    update(bytes) {
      state.update(bytes)
    },
    hex: () => bytesToHex(state.digest()),
  }
}
