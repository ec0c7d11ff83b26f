/* Small pieces of arithmetic on vectors. */

/** Of four lanes whose sum stays within 32 bits. */
export function wholeSum(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  )
}

/** Eight levels as 16-bit lanes. */
// @inline
export function levels<Level>(at: usize): v128 {
  return sizeof<Level>() === 1 ? v128.load_ext<u8>(at) : v128.load(at)
}

/** 16-bit lanes of 32-bit scores around `centre`, saturating. */
export function narrowBase(to: usize, base: usize, rows: usize, centre: i32): void {
  const zero = i32x4.splat(centre)
  const end = base + (rows << 2)
  while (base < end) {
    const s = i32x4.sub(v128.load(base), zero)
    const t = i32x4.sub(v128.load(base, 16), zero)
    v128.store(to, i16x8.narrow_i32x4_s(s, t))
    base += 32
    to += 16
  }
}
