import type { Problem } from '../lib/problem.ts'
import { problemSentence } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'

/** Why a command cannot do what it was asked: one line for the person, exit code 2. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message.replace(/\s*[\r\n]+\s*/g, ' '))
    this.name = 'CommandError'
  }
}

/** The value of a result; throws its errors as one line. */
export function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw problemsError(result.problems)
}

/** The errors among the problems as one line. */
export function problemsError(problems: Problem[]): CommandError {
  const errors = problems.filter((problem) => problem.severity === 'error')
  return new CommandError(errors.map(problemSentence).join(' '))
}

/** What Node says of a file system call, in words. */
export function fileErrorWords(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  const words: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'access is not allowed',
    EPERM: 'access is not allowed',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
  }
  return words[code ?? ''] ?? (error instanceof Error ? error.message : String(error))
}
