/*
 * Where things lie in the kernel's memory. The fixed places come first, so that their addresses are
 * constants in the inner loops; what depends on the data follows at addresses the host chooses.
 */

/** The move under trial: three feature positions (u16), then three new weights (i32) at +8. */
export const MOVE: usize = 0x400

/** Room for the steps of the inner loops. */
export const SPLATS: usize = 0x500

/** What is known of two cuts near a sampled one, `NEAR_SIZE` bytes each. */
export const NEAR: usize = 0x600
export const NEAR_SIZE: usize = 128

/** Scores of the rows at hand as table offsets, `BLOCK_ROWS` of them. */
export const BLOCK: usize = 0x1000
export const BLOCK_ROWS: usize = 1024

/** Scores of all rows where pairs are compared one by one. */
export const PAIRS: usize = 0x4000

/** Count tables of 64 KB each for narrow scores; between two visits they hold zeros. */
export const TABLE: usize = 0x10000
export const TABLE_SIZE: usize = 0x10000

/** The count table for wide scores, as long as the host made it. */
export const WIDE: usize = 0x60000

/** A feature takes 32 bytes. */
export const FEATURE_SIZE: usize = 32
export const COLUMN: usize = 0 // u32, address of the first row's level
export const SCALE: usize = 4 // i32, steps a point and level
export const TOP_LEVEL: usize = 8 // i32
export const WEIGHT: usize = 12 // i32, the incumbent's
export const LEAST: usize = 16 // i32, bound
export const MOST: usize = 20 // i32, bound
export const LOWEST: usize = 24 // i32, grid steps a point that every row has
export const MEAN: usize = 28 // f32, of the levels

/** What a unit of a plane is worth beside one of the plane before it. */
export const PLANE: f64 = 32768

/** Amounts: their planes of 15 bits, the lowest first, and for each the rows (u32, padded) up to which it has bits. */
export const PLANES: usize = 0 // u32, address of the first; each is as long as the rows
export const PLANE_COUNT: usize = 4
export const PLANE_ENDS: usize = 8
