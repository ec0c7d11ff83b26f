declare const __BUILD_HASH__: string // put in by the build, see vite.config.ts

/** SHA-256 of the sources this page was built from. */
export const BUILD_HASH = __BUILD_HASH__
