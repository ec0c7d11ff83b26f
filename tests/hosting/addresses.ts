const port = Number(process.env.RATCHET_TEST_PORT ?? 4391)

export const ROOT_PORT = port
export const SUB_PATH_PORT = port + 1
export const SUB_PATH = '/some/sub/path/'

/** The built page at the root of a host that sends the isolation and security headers. */
export const ROOT_ADDRESS = `http://127.0.0.1:${ROOT_PORT}/`

/** The same files in a sub-path of a host that sends no special headers. */
export const SUB_PATH_ADDRESS = `http://127.0.0.1:${SUB_PATH_PORT}${SUB_PATH}`
