export function ensureKernel(): void
